// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "wyn/lockfree/countdown.hpp"

namespace wyn::stress {
namespace {

TEST(countdown_contract_DeathTest, nobody_arrives_after_the_last) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  countdown tested(1);
  EXPECT_TRUE(tested.arrive());
  EXPECT_DEATH(static_cast<void>(tested.arrive()),
               "contract violated: countdown.arrive: all parts have arrived already");
}

}  // namespace
}  // namespace wyn::stress
