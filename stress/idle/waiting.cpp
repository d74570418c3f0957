// Threads that wait: told of new work where no worker sleeps, and of their own task that another one put back.
#include "stress/idle/pool.hpp"

namespace wyn::stress {
namespace {

constexpr unsigned waiters = 3;

// Each waiter takes tasks out that are not its own, and hands them back by telling whom they concern.
TEST(idle_waiting, each_gets_its_own) {
  for_each_round([](sync::random& choices) {
    idle tested(waiters);
    sync::atomic<std::uint64_t> tasks{0};
    const unsigned own_first = choices.below(waiters);
    run_together(waiters, [&](unsigned thread) {
      if (thread == 0) {
        for (unsigned i = 0; i < waiters; ++i) {
          tasks.fetch_add(std::uint64_t{1} << (own_first + i) % waiters, sync::release<"stress.waiting.publish">);
          tested.notify();
          ::sched_yield();
        }
        return;
      }
      const unsigned self = thread - 1;
      const std::uint64_t own = std::uint64_t{1} << self;
      feed nothing(0);
      bool found = false;
      const auto look = [&] {
        const std::uint64_t taken = tasks.exchange(0, sync::acq_rel<"stress.waiting.take">);
        found = (taken & own) != 0;
        const std::uint64_t others = taken & ~own;
        if (others != 0) tasks.fetch_add(others, sync::release<"stress.waiting.put_back">);
        for (unsigned i = 0; i < waiters; ++i) {
          if ((others >> i & 1) != 0) tested.notify_returned(i);
        }
        return found;
      };
      while (!found) tested.wait(self, nothing, look);
    });
    EXPECT_EQ(tasks.load(sync::relaxed<"stress.waiting.left">), 0U);
  });
}

}  // namespace
}  // namespace wyn::stress
