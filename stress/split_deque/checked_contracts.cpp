// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "stress/together.hpp"
#include "wyn/lockfree/split_deque.hpp"

namespace wyn::stress {
namespace {

using small_split_deque = split_deque<int*, 4>;

class split_deque_contract_DeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

template <typename Misuse>
void by_a_stranger(Misuse misuse) {
  int element = 0;
  small_split_deque tested;
  static_cast<void>(tested.get_owner().push(&element));
  const sync::thread other{[&] { misuse(tested.get_owner()); }};
}

TEST_F(split_deque_contract_DeathTest, push_by_another_than_the_owner) {
  EXPECT_DEATH(by_a_stranger([](auto owner) { static_cast<void>(owner.push(nullptr)); }),
               "contract violated: split_deque.push called by thread 1, but the owner is thread 0");
}

TEST_F(split_deque_contract_DeathTest, take_by_another_than_the_owner) {
  EXPECT_DEATH(by_a_stranger([](auto owner) { static_cast<void>(owner.take()); }),
               "contract violated: split_deque.take called by thread 1, but the owner is thread 0");
}

TEST_F(split_deque_contract_DeathTest, take_if_by_another_than_the_owner) {
  EXPECT_DEATH(by_a_stranger([](auto owner) { static_cast<void>(owner.take_if([](int*) { return true; })); }),
               "contract violated: split_deque.take_if called by thread 1, but the owner is thread 0");
}

TEST_F(split_deque_contract_DeathTest, expose_by_another_than_the_owner) {
  EXPECT_DEATH(by_a_stranger([](auto owner) { owner.expose(); }),
               "contract violated: split_deque.expose called by thread 1, but the owner is thread 0");
}

TEST_F(split_deque_contract_DeathTest, push_of_none) {
  const auto misuse = [] {
    small_split_deque tested;
    static_cast<void>(tested.get_owner().push(nullptr));
  };
  EXPECT_DEATH(misuse(), "contract violated: split_deque.push of the T.. that stands for none");
}

TEST_F(split_deque_contract_DeathTest, steal_of_nothing) {
  const auto misuse = [] {
    small_split_deque tested;
    int* none = nullptr;
    static_cast<void>(tested.get_thief().steal(&none, 0));
  };
  EXPECT_DEATH(misuse(), "contract violated: split_deque.steal of 0 elements");
}

TEST(split_deque_contract, a_queue_that_was_handed_over_has_a_new_owner) {
  int element = 0;
  small_split_deque tested;
  auto owner = tested.get_owner();
  static_cast<void>(owner.push(&element));
  owner.hand_over();
  {
    const sync::thread other{[&] {
      EXPECT_EQ(owner.take(), &element);
      owner.hand_over();
    }};
  }
  EXPECT_EQ(owner.take(), nullptr);
}

}  // namespace
}  // namespace wyn::stress
