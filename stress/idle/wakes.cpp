// Wakes: each published task finds a worker, at the price of one wake, and a pool without work costs nothing.
#include <unistd.h>

#include <ctime>
#include <fstream>

#include "stress/idle/pool.hpp"

namespace wyn::stress {
namespace {

// All are asleep, or on the way, before each task: a lost wake hangs, and a second one is counted. Fewer than one: a
// worker on its way finds the task by itself.
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
      EXPECT_LE(tested.wakes(), tasks) << workers << " workers";
      tested.close();
    });
    tested.expect_all_done();
  });
}

// How often the threads fell asleep so far. Only these: a sanitizer has threads of its own.
std::uint64_t switches(const std::vector<sync::atomic<pid_t>>& threads) {
  std::uint64_t all = 0;
  for (const auto& thread : threads) {
    const pid_t number = thread.load(sync::relaxed<"stress.switches.number">);
    std::ifstream status("/proc/self/task/" + std::to_string(number) + "/status");
    for (std::string word; status >> word;) {
      std::uint64_t count = 0;
      if (word.ends_with("voluntary_ctxt_switches:") && status >> count) all += count;
    }
  }
  return all;
}

TEST(idle_wakes, nobody_wakes_without_work) {
  constexpr std::timespec a_while{0, 200'000'000};
  pool tested(16, 1, 1, 1);
  std::vector<sync::atomic<pid_t>> threads(tested.workers());
  run_together(tested.workers(), [&](unsigned thread) {
    if (thread > 0) {
      threads[thread - 1].store(gettid(), sync::relaxed<"stress.switches.own">);
      return tested.work(thread - 1);
    }
    tested.wait_until_all_sleep();
    clock_nanosleep(CLOCK_MONOTONIC, 0, &a_while, nullptr);  // the last ones fall asleep
    const std::uint64_t before = switches(threads);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &a_while, nullptr);
    EXPECT_EQ(switches(threads), before) << "somebody woke though there was nothing to do";
    EXPECT_EQ(tested.wakes(), 0U);
    EXPECT_TRUE(tested.publish(0, 0));
    tested.close();
  });
  tested.expect_all_done();
}

}  // namespace
}  // namespace wyn::stress
