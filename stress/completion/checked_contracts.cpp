// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "stress/together.hpp"
#include "wyn/lockfree/completion.hpp"

namespace wyn::stress {
namespace {

class completion_contract_DeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  parker sleeper_;
  completion tested_{sleeper_};
};

TEST_F(completion_contract_DeathTest, only_the_owner_counts_plainly) {
  tested_.add_local();
  const auto misuse = [this] { const sync::thread other{[this] { tested_.finish_local(); }}; };
  EXPECT_DEATH(misuse(), "contract violated: completion.finish_local called by thread 1, but the owner is thread 0");
}

TEST_F(completion_contract_DeathTest, no_plain_count_while_the_owner_waits) {
  tested_.add_local();
  const auto misuse = [this] {
    static_cast<void>(tested_.begin_wait());
    tested_.add_local();
  };
  EXPECT_DEATH(misuse(), "contract violated: completion.add_local between begin_wait and end_wait");
}

TEST_F(completion_contract_DeathTest, an_end_has_a_beginning) {
  EXPECT_DEATH(tested_.end_wait(), "contract violated: completion.end_wait without a begin_wait");
}

TEST_F(completion_contract_DeathTest, no_child_is_counted_off_twice) {
  tested_.add_local();
  const auto misuse = [this] {
    static_cast<void>(tested_.begin_wait());
    tested_.finish_shared(2);
  };
  EXPECT_DEATH(misuse(), "contract violated: completion.finish_shared of 2 children, but 1 are counted");
}

TEST_F(completion_contract_DeathTest, another_parker_only_when_all_are_finished) {
  tested_.add_local();
  const auto misuse = [this] {
    parker another;
    tested_.adopt(another);
  };
  EXPECT_DEATH(misuse(), "contract violated: completion.adopt with another parker while children are unfinished");
}

TEST(completion_contract, a_finished_completion_has_a_new_owner_and_wakes_it) {
  parker first;
  parker second;
  completion tested{first};
  tested.add_local();
  tested.finish_local();
  const sync::thread other{[&] {
    tested.adopt(second);
    tested.add_local();
    EXPECT_TRUE(tested.begin_wait());
    const sync::thread child{[&] { tested.finish_shared(); }};
    second.park();
    EXPECT_TRUE(tested.done());
  }};
}

}  // namespace
}  // namespace wyn::stress
