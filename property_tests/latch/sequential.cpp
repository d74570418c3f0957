// A latch of one thread has three states, and leaves one token if it is set while the waiter waits.
#include <optional>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/latch.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

class latch_player {
 public:
  // s set   i is_set   w prepare_wait   c cancel_wait   t try_park   n the next latch; what is not allowed is left out
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i])) return "operation " + std::to_string(i + 1) + " answered wrongly";
    }
    return "";
  }

 private:
  enum class state { pending, waiting, set };

  bool play(char letter) {
    switch (letter) {
      case 's': return expected_ == state::set || set();
      case 'i': return tested_->is_set() == (expected_ == state::set);
      case 'w': return expected_ == state::waiting || changes(tested_->prepare_wait(), state::waiting);
      case 'c': return expected_ == state::pending || changes(tested_->cancel_wait(), state::pending);
      case 't': return forker_.try_park() == std::exchange(token_, false);
      default:
        tested_.emplace();
        expected_ = state::pending;
        return true;
    }
  }
  bool set() {
    tested_->set(forker_);
    token_ |= expected_ == state::waiting;
    expected_ = state::set;
    return true;
  }
  // A wish is made or taken back unless the latch is set.
  bool changes(bool answer, state wanted) {
    const bool right = answer == (expected_ != state::set);
    if (expected_ != state::set) expected_ = wanted;
    return right;
  }

  parker forker_;
  std::optional<join_latch> tested_{std::in_place};
  state expected_ = state::pending;
  bool token_ = false;
};

TEST(latch_sequential, behaves_as_three_states_and_a_token) {
  expect_words_hold("latch: sequences", "siwctn",
                    [](const std::string& word) { return latch_player{}.difference(word); });
}

}  // namespace
}  // namespace wyn::properties
