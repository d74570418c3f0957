// The clock goes forward, for all threads alike.
#include "wyn/sync/clock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>

#include "stress/together.hpp"

namespace wyn::stress {
namespace {

TEST(sync_clock, never_goes_back) {
  auto last = sync::now();
  for (int call = 0; call < 100'000; ++call) {
    const auto next = sync::now();
    ASSERT_LE(last, next);
    last = next;
  }
}

TEST(sync_clock, measures_a_pause) {
  constexpr std::timespec pause{0, 2'000'000};
  const auto begin = sync::now();
  clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, nullptr);
  EXPECT_GE(sync::now() - begin, std::chrono::milliseconds{2});
}

// Two threads hand a time to and fro: who receives it is never earlier.
TEST(sync_clock, is_one_for_all_threads) {
  constexpr unsigned turns = 2000;
  sync::time_point last = sync::now();
  sync::atomic<unsigned> turn{0};
  run_together(1, [&](unsigned thread) {
    for (unsigned mine = thread; mine < turns; mine += 2) {
      while (turn.load(sync::acquire<"stress.clock.wait">) != mine) sync::yield_this_thread();
      const auto next = sync::now();
      EXPECT_LE(last, next);
      last = next;
      turn.store(mine + 1, sync::release<"stress.clock.pass">);
    }
  });
}

}  // namespace
}  // namespace wyn::stress
