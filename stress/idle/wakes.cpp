// Wakes: each published task finds a worker, at the price of one wake, and a pool without work costs nothing.
#include <sys/resource.h>

#include <ctime>

#include "stress/idle/pool.hpp"

namespace wyn::stress {
namespace {

// All sleep before each task, so a lost wake hangs, and a second one is counted.
TEST(idle_wakes, a_single_task_costs_one) {
  for_each_round([](sync::random& choices) {
    const unsigned workers = 1 + choices.below(8);
    const std::size_t tasks = 50 + choices.below(100);
    pool tested(workers, 1, tasks, choices.next());
    run_together(workers, [&](unsigned thread) {
      if (thread > 0) return tested.work(thread - 1);
      for (std::size_t id = 0; id < tasks; ++id) {
        tested.wait_until_all_sleep();
        EXPECT_TRUE(tested.publish(0, id));
        while (tested.runs() <= id) ::sched_yield();
      }
      tested.wait_until_all_sleep();
      EXPECT_EQ(tested.wakes(), tasks) << workers << " workers";
      tested.close();
    });
    tested.expect_all_done();
  });
}

std::int64_t switches() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  return use.ru_nvcsw;
}

TEST(idle_wakes, nobody_wakes_without_work) {
  constexpr std::timespec a_while{0, 200'000'000};
  pool tested(16, 1, 1, 1);
  run_together(tested.workers(), [&](unsigned thread) {
    if (thread > 0) return tested.work(thread - 1);
    tested.wait_until_all_sleep();
    clock_nanosleep(CLOCK_MONOTONIC, 0, &a_while, nullptr);  // the last ones fall asleep
    const std::int64_t before = switches();
    clock_nanosleep(CLOCK_MONOTONIC, 0, &a_while, nullptr);
    EXPECT_LE(switches() - before, 2) << "somebody woke though there was nothing to do";
    EXPECT_EQ(tested.wakes(), 0U);
    EXPECT_TRUE(tested.publish(0, 0));
    tested.close();
  });
  tested.expect_all_done();
}

}  // namespace
}  // namespace wyn::stress
