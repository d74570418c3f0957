// Batches between several owners: every worker pushes into its own deque, takes from it, and steals from the
// others, one element or a batch.
#include <gtest/gtest.h>
#include <sched.h>

#include <memory>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/deque.hpp"

namespace wyn::stress {
namespace {

template <typename Deque>
class owners {
 public:
  owners(unsigned workers, std::size_t elements_each, std::size_t capacity, sync::random& choices)
      : workers_(workers),
        elements_each_(elements_each),
        seed_(choices.next()),
        book_(workers, workers * elements_each, choices.next()),
        largest_batch_(workers, 0) {
    for (unsigned i = 0; i < workers; ++i) deques_.push_back(std::make_unique<Deque>(deque_options{capacity, 0}));
  }

  void run() {
    run_together(workers_ - 1, [this](unsigned worker) { work(worker); });
    book_.expect_exactly_once();
    for (const auto& one : deques_) EXPECT_EQ(one->size_hint(), 0U) << "its owner left with elements inside";
  }

  [[nodiscard]] std::size_t largest_batch() const {
    return *std::max_element(largest_batch_.begin(), largest_batch_.end());
  }

 private:
  void work(unsigned worker) {
    sync::random choices{seed_ + worker};
    auto own = deques_[worker]->get_owner();
    std::size_t next = worker * elements_each_;
    const std::size_t end = next + elements_each_;
    std::size_t refused = 0;  // by a deque that the owner found empty
    while (next < end) {
      switch (choices.below(8)) {
        case 0: take(worker, own); break;
        case 1: steal(worker, victim(worker, choices)); break;
        case 2: steal_batch(worker, victim(worker, choices), own, choices); break;
        case 3:
          if (choices.below(8) == 0) ::sched_yield();
          break;
        default:
          if (push(own, book_.make(next))) ++next;
          else if (!take(worker, own) && ++refused > refusals_at_most) return give_up(next);
      }
    }
    finished_.fetch_add(1, sync::acq_rel<"stress.batch.finish">);
    help_until_all_finished(worker, own, choices);
  }

  void give_up(std::size_t next) {
    ADD_FAILURE() << "element " << next << ": full, though its owner found the deque empty again and again";
    finished_.fetch_add(1, sync::acq_rel<"stress.batch.give_up">);
  }

  // What a worker moves into its own deque, it takes itself at the latest here.
  void help_until_all_finished(unsigned worker, typename Deque::owner& own, sync::random& choices) {
    for (bool last_time = false; !last_time;) {
      last_time = finished_.load(sync::acquire<"stress.batch.finished">) == workers_;
      steal_batch(worker, victim(worker, choices), own, choices);
      while (take(worker, own)) {
      }
      ::sched_yield();
    }
  }

  [[nodiscard]] unsigned victim(unsigned worker, sync::random& choices) const {
    return (worker + 1 + choices.below(workers_ - 1)) % workers_;
  }

  static bool push(typename Deque::owner& own, record* element) {
    if constexpr (requires { own.push(element); }) {
      own.push(element);
      return true;
    } else {
      return own.try_push(element) == push_outcome::pushed;
    }
  }

  bool take(unsigned worker, typename Deque::owner& own) {
    const auto element = own.take();
    if (element) book_.obtain(worker, *element);
    return element.has_value();
  }

  void steal(unsigned worker, unsigned from) {
    const auto stolen = deques_[from]->get_thief().steal();
    if (stolen.got()) book_.obtain(worker, stolen.element);
  }

  void steal_batch(unsigned worker, unsigned from, typename Deque::owner& own, sync::random& choices) {
    const std::size_t at_most = choices.below(2) == 0 ? SIZE_MAX : 1 + choices.below(8);
    const batch_result moved = deques_[from]->get_thief().steal_batch(own, at_most);
    largest_batch_[worker] = std::max(largest_batch_[worker], moved.moved);
    if (moved.moved > at_most) ADD_FAILURE() << "a batch moved " << moved.moved << " of at most " << at_most;
    if (moved.stopped == batch_result::stop::done && moved.moved == 0) ADD_FAILURE() << "a batch of nothing is done";
  }

  static constexpr std::size_t refusals_at_most = 1'000'000;

  const unsigned workers_;
  const std::size_t elements_each_;
  const std::uint64_t seed_;
  ledger book_;
  std::vector<std::size_t> largest_batch_;
  std::vector<std::unique_ptr<Deque>> deques_;
  sync::atomic<unsigned> finished_{0};
};

TEST(deque_batch, between_unbounded_owners) {
  std::size_t largest = 0;
  for_each_round([&](sync::random& choices) {
    const unsigned workers = 2 + choices.below(4);
    owners<deque<record*>> all{workers, 1500, 1, choices};
    all.run();
    largest = std::max(largest, all.largest_batch());
  });
  EXPECT_GT(largest, 1U) << "no batch ever moved two elements";
}

TEST(deque_batch, between_bounded_owners) {
  for_each_round([](sync::random& choices) {
    const unsigned workers = 2 + choices.below(4);
    owners<bounded_deque<record*>>{workers, 1500, std::size_t{1} << choices.below(6), choices}.run();
  });
}

}  // namespace
}  // namespace wyn::stress
