// A one_shot of one thread has four states, and tells whoever listens when it is finished.
#include <optional>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/one_shot.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

class one_shot_player {
 public:
  // f finish   i is_ready   l listen   w withdraw   x leave   n the next one; what is not allowed is left out
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i])) return "operation " + std::to_string(i + 1) + " answered wrongly";
    }
    return "";
  }

 private:
  struct listener {
    int number = 0;
  };
  struct expected {
    bool finished = false;
    bool listens = false;
    bool left = false;
  };

  bool play(char letter) {
    switch (letter) {
      case 'f': return is_.finished || finish();
      case 'i': return is_.left || tested_->is_ready() == is_.finished;
      case 'l': return is_.left || is_.listens || listen();
      case 'w': return !is_.listens || withdraw();
      case 'x': return is_.left || is_.listens || leave();
      default:
        tested_.emplace();
        is_ = {};
        return true;
    }
  }
  bool finish() {
    const auto [told, left] = tested_->finish();
    is_.finished = true;
    return left == is_.left && told == (std::exchange(is_.listens, false) ? &whom_ : nullptr);
  }
  bool listen() {
    is_.listens = tested_->listen(whom_);
    return is_.listens != is_.finished;
  }
  bool withdraw() {
    is_.listens = false;
    return tested_->withdraw(whom_);
  }
  bool leave() {
    is_.left = true;
    return tested_->leave() == is_.finished;
  }

  listener whom_;
  std::optional<one_shot<listener>> tested_{std::in_place};
  expected is_;
};

TEST(one_shot_sequential, behaves_as_four_states) {
  expect_words_hold("one_shot: sequences", "filwxn",
                    [](const std::string& word) { return one_shot_player{}.difference(word); });
}

}  // namespace
}  // namespace wyn::properties
