// Misuse stops a checked build and says what was wrong; a pool that cannot be made leaves the depot as it was.
#include <gtest/gtest.h>

#include <new>

#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {
namespace {

TEST(pool_depot_contract_DeathTest, a_depot_ends_while_a_pool_is_held) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [] {
    pool_depot depot;
    static_cast<void>(depot.adopt());
  };
  EXPECT_DEATH(misuse(), "contract violated: pool_depot destroyed while a pool of it is held");
}

TEST(pool_depot_contract_DeathTest, hand_back_to_another_depot) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [] {
    pool_depot depot;
    pool_depot other;
    other.hand_back(depot.adopt());
  };
  EXPECT_DEATH(misuse(), "contract violated: pool_depot.hand_back of another depot's pool");
}

TEST(pool_depot_failed_adoption, changes_nothing) {
  pool_depot depot;
  const auto before = sync::memory_in_use();
  sync::fail_allocation_after(0);
  EXPECT_THROW(static_cast<void>(depot.adopt()), std::bad_alloc);
  EXPECT_EQ(sync::memory_in_use().bytes, before.bytes);
  depot.hand_back(depot.adopt());
}

}  // namespace
}  // namespace wyn::stress
