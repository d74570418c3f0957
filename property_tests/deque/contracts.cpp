// What the deque refuses: bad capacities by exception, and in checked builds misuse by a contract failure.
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::properties {

namespace {

// What never throws, so that a caller needs no way back. A growth does, and a batch may grow its destination.
using growable = deque<int>;
using bounded = bounded_deque<int>;
static_assert(noexcept(std::declval<growable::owner&>().take()) && noexcept(std::declval<bounded::owner&>().take()));
static_assert(noexcept(std::declval<bounded::owner&>().try_push(0)));
static_assert(noexcept(std::declval<growable::thief&>().steal()) && noexcept(std::declval<bounded::thief&>().steal()));
static_assert(noexcept(std::declval<growable&>().size_hint()) && noexcept(std::declval<bounded&>().size_hint()));
static_assert(!noexcept(std::declval<growable::owner&>().push(0)));

template <typename Deque>
std::string refusal_of(std::size_t capacity) {
  try {
    const Deque refused({capacity, 0});
    return "";
  } catch (const std::invalid_argument& refusal) {
    return refusal.what();
  }
}

TEST(deque_capacity, a_capacity_that_is_not_a_power_of_two_is_refused_with_its_value) {
  for (const std::size_t capacity : {std::size_t{0}, std::size_t{3}, std::size_t{6}, std::size_t{100}, SIZE_MAX}) {
    const std::string wanted = "deque capacity " + std::to_string(capacity) + " is not a power of two";
    EXPECT_EQ(refusal_of<deque<int>>(capacity), wanted);
    EXPECT_EQ(refusal_of<bounded_deque<int>>(capacity), wanted);
  }
}

TEST(deque_capacity, every_power_of_two_that_fits_is_accepted) {
  for (std::size_t capacity = 1; capacity <= 4096; capacity *= 2) {
    EXPECT_EQ(refusal_of<deque<int>>(capacity), "");
    EXPECT_EQ(refusal_of<bounded_deque<int>>(capacity), "");
  }
}

TEST(deque_capacity, a_capacity_that_no_memory_can_hold_is_bad_alloc) {
  EXPECT_THROW(deque<int>({std::size_t{1} << 63, 0}), std::bad_alloc);
}

#if defined(WYN_CHECKED)

class deque_contract : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  template <typename Operation>
  static void on_another_thread(Operation operation) {
    sync::thread{operation}.join();
  }
};

using deque_contract_of_a_non_owner = deque_contract;
constexpr const char* not_the_owner = " called by thread [0-9]+, but the owner is thread [0-9]+";

TEST_F(deque_contract_of_a_non_owner, may_not_push) {
  deque<int> owned;
  owned.get_owner().push(1);
  EXPECT_DEATH(on_another_thread([&] { owned.get_owner().push(2); }), std::string("deque.push") + not_the_owner);
}

TEST_F(deque_contract_of_a_non_owner, may_not_try_push) {
  bounded_deque<int> owned;
  EXPECT_EQ(owned.get_owner().try_push(1), push_outcome::pushed);
  EXPECT_DEATH(on_another_thread([&] { static_cast<void>(owned.get_owner().try_push(2)); }),
               std::string("deque.try_push") + not_the_owner);
}

TEST_F(deque_contract_of_a_non_owner, may_not_take) {
  deque<int> owned;
  owned.get_owner().push(1);
  EXPECT_DEATH(on_another_thread([&] { static_cast<void>(owned.get_owner().take()); }),
               std::string("deque.take") + not_the_owner);
}

TEST_F(deque_contract_of_a_non_owner, may_not_receive_a_batch_for_the_owner) {
  deque<int> victim;
  deque<int> owned;
  owned.get_owner().push(1);
  EXPECT_DEATH(on_another_thread([&] {
                 auto destination = owned.get_owner();
                 victim.get_thief().steal_batch(destination);
               }),
               std::string("deque.steal_batch destination") + not_the_owner);
}

TEST_F(deque_contract_of_a_non_owner, may_become_the_owner_when_the_deque_is_handed_over) {
  deque<int> owned;
  auto owner = owned.get_owner();
  owner.push(1);
  owner.hand_over();
  on_another_thread([&] { EXPECT_EQ(owned.get_owner().take(), 1); });
}

TEST_F(deque_contract, a_batch_from_a_deque_into_itself_fails) {
  deque<int> both;
  auto owner = both.get_owner();
  owner.push(1);
  EXPECT_DEATH(both.get_thief().steal_batch(owner), "deque.steal_batch from a deque into itself");
}

// A steal makes an element of its result while it is inside the deque, and this one ends the deque then.
struct destroyer {
  destroyer() : deque_to_destroy(0) {
    if (victim) victim.reset();
  }
  std::uint32_t deque_to_destroy;
  static inline std::unique_ptr<deque<destroyer>> victim;
};

template <typename Steal>
void destroy_during(Steal steal) {
  auto made = std::make_unique<deque<destroyer>>();
  const auto thief = made->get_thief();
  destroyer::victim = std::move(made);
  steal(thief);
}

void destroy_during_a_steal() {
  destroy_during([](const deque<destroyer>::thief& thief) { static_cast<void>(thief.steal()); });
}

void destroy_during_a_batch() {
  deque<destroyer> destination;
  auto owner = destination.get_owner();
  destroy_during([&](const deque<destroyer>::thief& thief) { thief.steal_batch(owner); });
}

TEST_F(deque_contract, destruction_while_a_thief_steals_fails) {
  EXPECT_DEATH(destroy_during_a_steal(), "deque destroyed while 1 thieves act on it");
}

TEST_F(deque_contract, destruction_while_a_thief_steals_a_batch_fails) {
  EXPECT_DEATH(destroy_during_a_batch(), "deque destroyed while 1 thieves act on it");
}

#endif

}  // namespace

}  // namespace wyn::properties
