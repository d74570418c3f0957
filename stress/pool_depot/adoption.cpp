// Threads that adopt and hand back all the time: a pool has one holder, a record one user.
#include <gtest/gtest.h>

#include "stress/pool_depot/short_lived.hpp"

namespace wyn::stress {
namespace {

TEST(pool_depot_adoption, records_in_flight_come_home_to_whoever_holds_the_pool) {
  for_each_round([](sync::random&) {
    pool_depot depot({64, 32});
    short_lived(depot).run(400, sync::now() + std::chrono::seconds{5});
  });
}

// Each holder writes the pool's records without any atomic: two holders at once are a data race, and lose counts.
TEST(pool_depot_adoption, a_pool_has_one_holder) {
  constexpr unsigned rounds = 2000;
  for_each_round([](sync::random&) {
    pool_depot depot({64, 8});
    run_together(3, [&](unsigned thread) {
      for (unsigned i = 0; i < rounds; ++i) {
        task_pool& pool = depot.adopt();
        auto* const written = ::new (pool.allocate()) std::uint64_t{thread * std::uint64_t{rounds} + i};
        auto* const other = ::new (pool.allocate()) std::uint64_t{0};
        EXPECT_EQ(*written, thread * std::uint64_t{rounds} + i) << "two holders got the same record";
        pool.release(written);
        pool.release(other);
        depot.hand_back(pool);
      }
    });
  });
}

TEST(pool_depot_adoption, of_the_process_serves_every_size_class) {
  for (std::size_t i = 0; i < std::size(sync::record_classes); ++i) {
    pool_depot& depot = process_depots().of_class[i];
    task_pool& pool = depot.adopt();
    EXPECT_EQ(pool.record_size(), sync::record_classes[i].record_size);
    void* const record = pool.allocate();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(record) % 64, 0U);
    EXPECT_EQ(&task_pool::home_of(record), &pool);
    EXPECT_EQ(pool.capacity(), sync::record_classes[i].slab_records);
    pool.release(record);
    depot.hand_back(pool);
    EXPECT_EQ(&depot.adopt(), &pool) << "the depot made a pool though one was idle";
    depot.hand_back(pool);
  }
}

}  // namespace
}  // namespace wyn::stress
