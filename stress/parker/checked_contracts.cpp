// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "stress/together.hpp"
#include "wyn/lockfree/parker.hpp"

namespace wyn::stress {
namespace {

TEST(parker_contract_DeathTest, only_the_owner_parks) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [](auto operation) {
    parker tested;
    tested.unpark();
    tested.park();
    tested.unpark();
    const sync::thread other{[&] { operation(tested); }};
  };
  EXPECT_DEATH(misuse([](parker& p) { p.park(); }), "contract violated: parker.park called by thread 1");
  EXPECT_DEATH(misuse([](parker& p) { p.try_park(); }), "contract violated: parker.try_park called by thread 1");
}

TEST(parker_contract, a_parker_that_was_handed_over_has_a_new_owner) {
  parker tested;
  EXPECT_FALSE(tested.try_park());
  tested.hand_over();
  tested.unpark();
  const sync::thread other{[&] { EXPECT_TRUE(tested.try_park()); }};
}

}  // namespace
}  // namespace wyn::stress
