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

TEST(latch_contract_DeathTest, a_wish_is_made_once_and_taken_back_once) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  join_latch tested;
  EXPECT_DEATH(static_cast<void>(tested.cancel_wait()), "contract violated: latch.cancel_wait without a prepare_wait");
  const auto misuse = [&] { static_cast<void>(tested.prepare_wait() && tested.prepare_wait()); };
  EXPECT_DEATH(misuse(), "contract violated: latch.prepare_wait: the waiter waits already");
}

}  // namespace
}  // namespace wyn::stress
