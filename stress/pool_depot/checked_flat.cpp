// 100,000 threads that live shortly, with tasks in flight, and the memory they leave.
#include <gtest/gtest.h>

#include "stress/pool_depot/short_lived.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {
namespace {

constexpr std::uint64_t threads = 100000;
constexpr std::chrono::seconds patience{10};
// One pool per lane, and as many again for adoptions that looked while the others changed hands.
constexpr std::uint64_t pools_at_most = 2 * short_lived::lanes;
constexpr std::uint64_t bytes_of_a_pool = 8192 * 65 + 1024;  // one slab, and the pool

TEST(pool_depot_memory, stays_flat_over_100000_threads_with_tasks_in_flight) {
  const std::uint64_t before = sync::memory_in_use().bytes;
  {
    pool_depot depot;
    short_lived run(depot);
    const std::uint64_t ran = run.run(threads, sync::now() + patience);
    RecordProperty("threads", std::to_string(ran));
    const std::uint64_t held = sync::memory_in_use().bytes - before;
    RecordProperty("bytes", std::to_string(held));
    EXPECT_LE(held, pools_at_most * bytes_of_a_pool) << "after " << ran << " threads";
    EXPECT_GT(held, 0U);
  }
  EXPECT_EQ(sync::memory_in_use().bytes, before) << "the depot did not give all back";
}

}  // namespace
}  // namespace wyn::stress
