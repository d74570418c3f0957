// A conveyor whose items one thread carries in any order: all get through, the serial stages in order.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/conveyor.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

constexpr std::uint64_t items = 9;

// The source and two stages behind it, of which the last one is serial. One step takes an item through one stage.
class line {
 public:
  explicit line(std::size_t places) : places_(places), belt_(places, 2) { ready_.push_back({0, 0}); }

  [[nodiscard]] std::string step(std::size_t which) {
    if (ready_.empty()) return "nothing can be carried on, and not all items got through";
    const auto chosen = ready_.begin() + static_cast<std::ptrdiff_t>(which % ready_.size());
    const auto [item, stage] = *chosen;
    ready_.erase(chosen);
    if (stage == 0) return begin(item);
    if (stage == 1) {
      if (belt_.comes_to(1, item)) ready_.push_back({item, 2});
      return "";
    }
    return end(item);
  }
  [[nodiscard]] bool done() const { return ended_ == items; }

 private:
  struct carried {
    std::uint64_t item;
    std::size_t stage;
  };

  [[nodiscard]] std::string begin(std::uint64_t item) {
    if (item == items) return "";
    if (item != begun_) return "the source takes an item out of order";
    if (++begun_ > ended_ + places_) return "more items are on the way than there are places";
    ready_.push_back({item, 1});
    if (belt_.leaves(0, item)) ready_.push_back({item + 1, 0});
    return "";
  }
  [[nodiscard]] std::string end(std::uint64_t item) {
    if (item != ended_) return "the serial stage takes an item out of order";
    ++ended_;
    if (belt_.leaves(1, item)) ready_.push_back({item + 1, 2});
    if (belt_.ends(item)) ready_.push_back({item + places_, 0});
    return "";
  }

  const std::size_t places_;
  conveyor belt_;
  std::vector<carried> ready_;
  std::uint64_t begun_ = 0;
  std::uint64_t ended_ = 0;
};

std::string failure_of_choices(const std::vector<unsigned>& choices) {
  line tested(choices.empty() ? 1 : 1 + choices[0] % 4);
  for (std::size_t i = 0; !tested.done(); ++i) {
    const std::string wrong = tested.step(choices.empty() ? 0 : choices[i % choices.size()]);
    if (!wrong.empty()) return "step " + std::to_string(i + 1) + ": " + wrong;
  }
  return "";
}

TEST(conveyor_sequential, all_items_get_through_in_order) {
  expect_choices_hold("conveyor: one thread, any order", 16, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
