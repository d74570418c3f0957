// Each allocation of a scenario fails once: what was accepted runs, what was not was told, and nothing is left.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/scenario.hpp"
#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/thread_exit.hpp"

namespace wyn::stress {
namespace {

// Nothing is kept from the last time, so that each time allocates as much.
std::uint64_t bytes_of_nobody() {
  sync::end_this_thread();
  process_depots().trim();
  return sync::memory_in_use().bytes;
}

TEST(scheduler_faults, no_memory_at_any_moment_of_a_scenario) {
  const deadline limit("a scenario without memory", std::chrono::minutes(5));
  EXPECT_EQ(scenario().play(), 0U);
  const std::uint64_t before = bytes_of_nobody();
  std::uint64_t failed = 0;
  unsigned reported = 0;
  for (bool all_succeeded = false; !all_succeeded && !testing::Test::HasFailure(); ++failed) {
    sync::fail_allocation_after(failed);
    const unsigned told = scenario().play();
    all_succeeded = sync::never_fail_allocation();
    if (told != 0) ++reported;
    EXPECT_TRUE(told == 0 || !all_succeeded) << "no memory, although no allocation failed";
    EXPECT_EQ(bytes_of_nobody(), before) << "allocation " << failed;
  }
  EXPECT_GT(failed, 20U);
  EXPECT_LT(failed, 2000U);
  EXPECT_GT(reported, failed / 4) << "of " << failed << " failures";
  RecordProperty("failures", std::to_string(failed));
  RecordProperty("reported", std::to_string(reported));
}

}  // namespace
}  // namespace wyn::stress
