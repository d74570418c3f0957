// Of the exceptions captured since the last take, the first is taken and the others are counted.
#include <algorithm>
#include <vector>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/first_exception.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

class exception_player {
 public:
  // c capture   t take
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] == 'c') capture();
      else if (!take()) return "operation " + std::to_string(i + 1) + " took the wrong exception or count";
    }
    if (!take()) return "the last take took the wrong exception or count";
    const bool once = std::all_of(destroyed_.begin(), destroyed_.end(), [](int times) { return times == 1; });
    return once ? "" : "an exception was not destroyed once";
  }

 private:
  struct numbered {
    numbered(std::size_t its_id, std::vector<int>& account) noexcept : id(its_id), destroyed(account) {}
    numbered(const numbered&) = delete;
    numbered& operator=(const numbered&) = delete;
    ~numbered() { ++destroyed[id]; }
    std::size_t id;
    std::vector<int>& destroyed;
  };

  void capture() {
    const std::size_t id = destroyed_.size();
    destroyed_.push_back(0);
    std::exception_ptr mine;
    try {
      throw numbered{id, destroyed_};
    } catch (...) {
      mine = std::current_exception();
    }
    tested_.capture(std::move(mine));
  }

  bool take() {
    const std::size_t since = destroyed_.size() - std::exchange(taken_, destroyed_.size());
    if (tested_.any() != (since != 0)) return false;
    captured_exceptions taken = tested_.take();
    if (taken.dropped != (since > 1 ? since - 1 : 0)) return false;
    if (!taken.first) return since == 0;
    try {
      std::rethrow_exception(std::exchange(taken.first, nullptr));
    } catch (const numbered& first) {
      return since > 0 && first.id == taken_ - since && destroyed_[first.id] == 0;
    }
  }

  std::vector<int> destroyed_;
  std::size_t taken_ = 0;  // exceptions captured before the last take
  first_exception tested_;
};

TEST(first_exception_sequential, takes_the_first_and_counts_the_others) {
  expect_words_hold("first_exception: sequences", "cct",
                    [](const std::string& word) { return exception_player{}.difference(word); });
}

}  // namespace
}  // namespace wyn::properties
