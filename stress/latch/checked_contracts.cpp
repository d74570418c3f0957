// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "wyn/lockfree/latch.hpp"

namespace wyn::stress {
namespace {

TEST(latch_contract_DeathTest, a_latch_is_set_once) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [] {
    parker forker;
    join_latch tested;
    tested.set(forker);
    tested.set(forker);
  };
  EXPECT_DEATH(misuse(), "contract violated: latch.set: the latch is set already");
}

}  // namespace
}  // namespace wyn::stress
