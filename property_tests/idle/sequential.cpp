// On one thread idle counts who is awake and who searches, wakes nobody who does not sleep, and closes once.
#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/idle.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

// Queues that a test decides about.
struct told_queues {
  bool something = false;
  bool wanted = false;
  void want() noexcept { wanted = true; }
  [[nodiscard]] bool quiet() const noexcept { return !something; }
};

class idle_player {
 public:
  // e enter   l leave, if awake   b begin_search   f end_search   s sleep beside work   n notify   c close
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i])) return "operation " + std::to_string(i + 1) + " answered wrongly";
      const idle::count now = subject_.census();
      if (now.awake != awake_ || now.searching != searching_)
        return "operation " + std::to_string(i + 1) + " counted wrongly";
    }
    return "";
  }

 private:
  bool play(char letter) {
    switch (letter) {
      case 'e': {
        const bool entered = subject_.enter();
        awake_ += entered ? 1 : 0;
        return entered == !closed_;
      }
      case 'l':
        if (awake_ == searching_) return true;
        --awake_;
        return subject_.leave() == 0;
      case 'b':
        if (awake_ == searching_) return true;
        subject_.begin_search();
        ++searching_;
        return true;
      case 'f':
        if (searching_ == 0) return true;
        --searching_;
        return subject_.end_search(queues_) == 0;
      case 's': return searching_ == 0 || sleeps_not();
      case 'n': return subject_.notify() == 0 && subject_.notify_returned(idle::no_slot) == 0;
      default: closed_ = true; return subject_.close() == 0;
    }
  }

  // It finds something while it announces itself, and searches on.
  bool sleeps_not() {
    queues_ = {true, false};
    const rest answer = subject_.sleep(0, queues_);
    queues_.something = false;
    return answer == rest::found && queues_.wanted;
  }

  idle subject_{70};
  told_queues queues_;
  std::size_t awake_ = 0;
  std::size_t searching_ = 0;
  bool closed_ = false;
};

TEST(idle_sequential, counts_the_awake_and_the_searching) {
  expect_words_hold("idle: sequences", "eeelbbfsnc",
                    [](const std::string& word) { return idle_player().difference(word); });
}

}  // namespace
}  // namespace wyn::properties
