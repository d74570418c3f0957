// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "stress/together.hpp"
#include "wyn/lockfree/deque.hpp"

namespace wyn::stress {
namespace {

class deque_contract_DeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

template <typename Misuse>
void on_another_thread(Misuse misuse) {
  const sync::thread other{misuse};
}

TEST_F(deque_contract_DeathTest, push_by_another_than_the_owner) {
  const auto misuse = [] {
    deque<int*> tested;
    auto owner = tested.get_owner();
    owner.push(nullptr);
    on_another_thread([&] { owner.push(nullptr); });
  };
  EXPECT_DEATH(misuse(), "contract violated: deque.push called by thread 1, but the owner is thread 0");
}

TEST_F(deque_contract_DeathTest, bounded_push_by_another_than_the_owner) {
  const auto misuse = [] {
    bounded_deque<int*> tested;
    auto owner = tested.get_owner();
    static_cast<void>(owner.try_push(nullptr));
    on_another_thread([&] { static_cast<void>(owner.try_push(nullptr)); });
  };
  EXPECT_DEATH(misuse(), "contract violated: deque.try_push called by thread 1, but the owner is thread 0");
}

TEST_F(deque_contract_DeathTest, take_by_another_than_the_owner) {
  const auto misuse = [] {
    deque<int*> tested;
    auto owner = tested.get_owner();
    owner.push(nullptr);
    on_another_thread([&] { static_cast<void>(owner.take()); });
  };
  EXPECT_DEATH(misuse(), "contract violated: deque.take called by thread 1, but the owner is thread 0");
}

TEST_F(deque_contract_DeathTest, batch_into_the_deque_of_another_owner) {
  const auto misuse = [] {
    deque<int*> victim;
    deque<int*> destination;
    auto owner = destination.get_owner();
    owner.push(nullptr);
    on_another_thread([&] { victim.get_thief().steal_batch(owner); });
  };
  EXPECT_DEATH(misuse(), "contract violated: deque.steal_batch destination called by thread 1");
}

TEST_F(deque_contract_DeathTest, batch_into_itself) {
  const auto misuse = [] {
    deque<int*> tested;
    auto owner = tested.get_owner();
    tested.get_thief().steal_batch(owner);
  };
  EXPECT_DEATH(misuse(), "contract violated: deque.steal_batch from a deque into itself");
}

TEST(deque_contract, a_deque_that_was_handed_over_has_a_new_owner) {
  deque<int*> tested;
  auto owner = tested.get_owner();
  owner.push(nullptr);
  owner.hand_over();
  on_another_thread([&] {
    EXPECT_TRUE(owner.take().has_value());
    owner.hand_over();
  });
  EXPECT_FALSE(owner.take().has_value());
}

}  // namespace
}  // namespace wyn::stress
