// Several threads unpark one: their tokens merge, and nothing that they announced is missed.
#include <memory>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/parker.hpp"

namespace wyn::stress {
namespace {

class announcements {
 public:
  announcements(unsigned senders, std::size_t each, sync::random& choices)
      : senders_(senders),
        each_(each),
        account_(1, senders * each, choices.next()),
        lines_(std::make_unique<line[]>(senders)) {}

  void run() {
    run_together(senders_, [this](unsigned thread) { thread == 0 ? receive_all() : announce(thread - 1); });
    account_.expect_exactly_once();
  }

 private:
  struct alignas(64) line {
    sync::atomic<std::size_t> announced{0};
    std::size_t obtained = 0;  // the owner's
  };

  void announce(unsigned sender) {
    for (std::size_t i = 0; i < each_; ++i) {
      records_of(sender, i);
      lines_[sender].announced.store(i + 1, sync::release<"stress.parker.announce">);
      owner_.unpark();
    }
  }
  void records_of(unsigned sender, std::size_t i) { static_cast<void>(account_.make(sender * each_ + i)); }

  void receive_all() {
    while (!all_obtained()) owner_.park();
  }
  bool all_obtained() {
    bool all = true;
    for (unsigned sender = 0; sender < senders_; ++sender) {
      line& its = lines_[sender];
      const std::size_t announced = its.announced.load(sync::acquire<"stress.parker.look">);
      while (its.obtained < announced) account_.obtain(0, account_.at(sender * each_ + its.obtained++));
      all &= its.obtained == each_;
    }
    return all;
  }

  const unsigned senders_;
  const std::size_t each_;
  ledger account_;
  std::unique_ptr<line[]> lines_;
  parker owner_;
};

TEST(parker_many_unparkers, none_is_missed) {
  for_each_round([](sync::random& choices) { announcements{1 + choices.below(4), 200, choices}.run(); });
}

}  // namespace
}  // namespace wyn::stress
