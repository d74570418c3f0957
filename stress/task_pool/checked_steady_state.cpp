// In the steady state a thread that spawns and runs its own tasks calls no allocator and touches no shared cache line;
// and what a pool takes, it gives back.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "wyn/lockfree/task_pool.hpp"
#include "wyn/sync/memory.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)
#include "wyn/sync/site.hpp"
#endif

namespace wyn::stress {
namespace {

// Visits of all the pool's sites so far, where they are counted.
std::uint64_t visits_of_the_pool() {
  std::uint64_t visits = 0;
#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)
  for (const sync::site_record* site = sync::site_record::first; site != nullptr; site = site->next) {
    if (site->name.starts_with("task_pool.")) visits += site->visits;
  }
#endif
  return visits;
}

TEST(task_pool_steady_state, allocates_nothing_and_shares_nothing) {
  task_pool pool;
  pool.release(pool.allocate());
  const std::uint64_t allocations = sync::memory_in_use().allocations;
  const std::uint64_t visits = visits_of_the_pool();
  for (unsigned i = 0; i < 1000000; ++i) pool.release(pool.allocate());
  EXPECT_EQ(sync::memory_in_use().allocations, allocations);
  EXPECT_EQ(visits_of_the_pool(), visits);
  EXPECT_EQ(pool.capacity(), 8192U);
}

TEST(task_pool_steady_state, takes_a_slab_at_a_time_and_gives_all_back) {
  const auto before = sync::memory_in_use();
  {
    task_pool pool;
    std::vector<void*> records;
    for (unsigned i = 0; i < 3 * 8192; ++i) records.push_back(pool.allocate());
    EXPECT_EQ(sync::memory_in_use().allocations - before.allocations, 3U);
    EXPECT_LE(sync::memory_in_use().bytes - before.bytes, records.size() * 65);
    for (void* const record : records) pool.release(record);
  }
  EXPECT_EQ(sync::memory_in_use().bytes, before.bytes);
}

}  // namespace
}  // namespace wyn::stress
