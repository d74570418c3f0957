// Shutdown at a random moment: what was accepted runs once, what was refused is its publisher's, and all leave.
#include "stress/idle/pool.hpp"

namespace wyn::stress {
namespace {

void publish_in_bursts(pool& tested, unsigned publisher, std::size_t each, sync::random choices) {
  for (std::size_t i = 0; i < each; ++i) {
    if (choices.below(8) == 0) ::sched_yield();
    tested.publish(publisher, publisher * each + i);
  }
}

TEST(idle_shutdown, loses_nothing) {
  for_each_round([](sync::random& choices) {
    const unsigned workers = choices.below(4) == 0 ? 64 : 1 + choices.below(6);
    const unsigned publishers = 1 + choices.below(4);
    const std::size_t each = 1 + choices.below(400);
    const std::uint64_t seed = choices.next();
    const std::uint64_t close_after = choices.below(static_cast<std::uint32_t>(publishers * each + 1));
    pool tested(workers, publishers, publishers * each, seed);
    run_together(workers + publishers, [&](unsigned thread) {
      if (thread == 0) {
        while (tested.runs() < close_after) ::sched_yield();
        return tested.close();
      }
      if (thread <= workers) return tested.work(thread - 1);
      publish_in_bursts(tested, thread - workers - 1, each, sync::random{seed + thread});
    });
    tested.expect_all_done();
  });
}

// Threads that enter and leave meanwhile: in time or not, nobody is left asleep.
TEST(idle_shutdown, waits_for_who_entered) {
  for_each_round([](sync::random& choices) {
    const unsigned workers = 1 + choices.below(4);
    const unsigned visits = 1 + choices.below(20);
    const unsigned close_at = choices.below(visits + 1);
    pool tested(workers, 1, 1, choices.next());
    run_together(workers + 1, [&](unsigned thread) {
      if (thread > 1) return tested.work(thread - 2);
      if (thread == 1) {
        static_cast<void>(tested.publish(0, 0));
        for (unsigned i = 0; i < close_at; ++i) ::sched_yield();
        return tested.close();
      }
      for (unsigned i = 0; i < visits && tested.watched().enter(); ++i) {
        ::sched_yield();
        tested.watched().leave();
      }
    });
    tested.expect_all_done();
  });
}

}  // namespace
}  // namespace wyn::stress
