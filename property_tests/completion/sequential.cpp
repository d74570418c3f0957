// A completion of one thread is a number, a wish, and a token when the number becomes zero under the wish.
#include <optional>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/completion.hpp"

namespace wyn::properties {

const char* const cases_by_default = "5000";

namespace {

class completion_player {
 public:
  // a add_local   A add_shared   f finish_local   x finish_shared   X finish_shared of two   d done   b begin_wait
  // e end_wait   t try_park   n the next completion   o adopt, by another parker if all are finished
  // What is not allowed is left out.
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i])) return "operation " + std::to_string(i + 1) + " answered wrongly";
    }
    return "";
  }

 private:
  bool play(char letter) {
    switch (letter) {
      case 'a': return waiting_ || (tested_->add_local(), ++children_, true);
      case 'A': return tested_->add_shared(), ++children_, true;
      case 'f': return waiting_ || children_ == 0 || (tested_->finish_local(), --children_, true);
      case 'x': return finish(1);
      case 'X': return finish(2);
      case 'd': return tested_->done() == (children_ == 0);
      case 'b': return waiting_ || tested_->begin_wait() == (waiting_ = children_ > 0);
      case 'e': return !waiting_ || (tested_->end_wait(), waiting_ = false, true);
      case 't': return waiter().try_park() == std::exchange(tokens_[current_], false);
      case 'o': return adopt();
      default: return next();
    }
  }

  bool finish(std::int64_t children) {
    if (children_ < children) return true;
    tested_->finish_shared(children);
    children_ -= children;
    tokens_[current_] |= waiting_ && children_ == 0;
    return true;
  }
  bool adopt() {
    if (children_ == 0 && !waiting_) current_ = 1 - current_;
    tested_->adopt(waiter());
    return true;
  }
  bool next() {
    tested_.emplace(waiter());
    children_ = 0;
    waiting_ = false;
    return true;
  }
  parker& waiter() { return waiters_[current_]; }

  parker waiters_[2];
  bool tokens_[2] = {false, false};
  std::size_t current_ = 0;
  std::optional<completion> tested_{std::in_place, waiters_[0]};
  std::int64_t children_ = 0;
  bool waiting_ = false;
};

TEST(completion_sequential, behaves_as_a_number_and_a_wish) {
  expect_words_hold("completion: sequences", "aAfxXdbeton",
                    [](const std::string& word) { return completion_player{}.difference(word); });
}

}  // namespace
}  // namespace wyn::properties
