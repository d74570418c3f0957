// What idle refuses: a scheduler of nobody, and an allocation that fails.
#include <gtest/gtest.h>

#include <stdexcept>

#include "wyn/lockfree/idle.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {
namespace {

TEST(idle_contracts, nobody_is_no_scheduler) {
  EXPECT_THROW(idle{0}, std::invalid_argument);
  EXPECT_THROW(idle{(std::size_t{1} << 31) + 1}, std::invalid_argument);
}

TEST(idle_contracts, a_failed_allocation_leaves_nothing) {
  const auto before = sync::memory_in_use().bytes;
  for (unsigned successes = 0; successes < 3; ++successes) {
    sync::fail_allocation_after(successes);
    EXPECT_THROW(idle{100}, std::bad_alloc) << successes;
    EXPECT_EQ(sync::memory_in_use().bytes, before);
  }
  sync::never_fail_allocation();
}

TEST(idle_contracts, an_end_without_a_beginning) {
  idle tested{1};
  EXPECT_DEATH(tested.leave(), "idle.leave without enter");
}

}  // namespace
}  // namespace wyn::stress
