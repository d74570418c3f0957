// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "wyn/lockfree/conveyor.hpp"

namespace wyn::stress {
namespace {

TEST(conveyor_contract_DeathTest, there_are_places_and_a_source) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(conveyor(0, 1), "contract violated: conveyor: no places, or no source");
  EXPECT_DEATH(conveyor(1, 0), "contract violated: conveyor: no places, or no source");
}

}  // namespace
}  // namespace wyn::stress
