// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "wyn/lockfree/one_shot.hpp"

namespace wyn::stress {
namespace {

struct listener {
  int number = 0;
};

TEST(one_shot_contract_DeathTest, a_value_is_made_once) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  one_shot<listener> tested;
  static_cast<void>(tested.finish());
  EXPECT_DEATH(static_cast<void>(tested.finish()), "contract violated: one_shot.finish: it is finished already");
}

TEST(one_shot_contract_DeathTest, there_is_one_listener_and_it_ends_before_the_taker_leaves) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  listener whom;
  one_shot<listener> tested;
  EXPECT_DEATH(static_cast<void>(tested.withdraw(whom)), "contract violated: one_shot.withdraw without a listen");
  static_cast<void>(tested.listen(whom));
  EXPECT_DEATH(static_cast<void>(tested.listen(whom)), "contract violated: one_shot.listen: somebody listens already");
  EXPECT_DEATH(static_cast<void>(tested.leave()), "contract violated: one_shot.leave: somebody listens, or has left");
}

}  // namespace
}  // namespace wyn::stress
