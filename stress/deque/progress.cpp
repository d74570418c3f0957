// Progress: a deque that never gives anything away is exactly-once too.
#include <gtest/gtest.h>
#include <sched.h>

#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/deque.hpp"

namespace wyn::stress {
namespace {

// Two threads that act in turn, so that nothing they do is contended.
class turns {
 public:
  void wait_for(unsigned thread) noexcept {
    while (turn_.load(sync::acquire<"stress.turns.wait">) % 2 != thread) ::sched_yield();
  }
  void pass() noexcept { turn_.fetch_add(1, sync::acq_rel<"stress.turns.pass">); }

 private:
  sync::atomic<unsigned> turn_{0};
};

constexpr unsigned phases = 50;
constexpr std::size_t largest_phase = 40;

template <typename Push>
void push_in_turn(turns& turn, ledger& book, const std::vector<std::size_t>& sizes, Push push) {
  std::size_t next = 0;
  for (const std::size_t size : sizes) {
    turn.wait_for(0);
    for (std::size_t i = 0; i < size; ++i) push(book.make(next++));
    turn.pass();
  }
}

// A steal that meets nobody gets the oldest element while there is one, and finds nothing after that.
template <typename Thief>
void steal_all_in_turn(turns& turn, ledger& book, const std::vector<std::size_t>& sizes, Thief thief) {
  std::size_t next = 0;
  for (const std::size_t size : sizes) {
    turn.wait_for(1);
    for (std::size_t i = 0; i < size; ++i, ++next) {
      const auto stolen = thief.steal();
      if (!stolen.got()) {
        ADD_FAILURE() << "an uncontended steal of " << size - i << " elements got nothing";
        continue;
      }
      const std::uint64_t id = book.obtain(1, stolen.element);
      if (id != next) ADD_FAILURE() << "stole " << id << ", but the oldest is " << next;
    }
    if (thief.steal().outcome != steal_outcome::empty) ADD_FAILURE() << "an empty deque did not say so";
    turn.pass();
  }
}

std::vector<std::size_t> choose_sizes(sync::random& choices) {
  std::vector<std::size_t> sizes(phases);
  for (auto& size : sizes) size = choices.below(largest_phase);
  return sizes;
}

template <typename Deque, typename Push>
void act_in_turn(sync::random& choices, std::size_t capacity, Push push) {
  Deque tested{deque_options{capacity, 0}};
  const auto sizes = choose_sizes(choices);
  std::size_t elements = 0;
  for (const std::size_t size : sizes) elements += size;
  ledger book{2, elements, choices.next()};
  turns turn;
  run_together(1, [&](unsigned thread) {
    auto owner = tested.get_owner();
    if (thread == 0) push_in_turn(turn, book, sizes, [&](record* element) { push(owner, element); });
    else steal_all_in_turn(turn, book, sizes, tested.get_thief());
  });
  book.expect_exactly_once();
}

TEST(deque_progress, an_uncontended_steal_gets_something) {
  for_each_round([](sync::random& choices) {
    act_in_turn<deque<record*>>(choices, 1, [](auto& owner, record* element) { owner.push(element); });
  });
}

TEST(deque_progress, a_bounded_deque_with_room_is_not_full) {
  for_each_round([](sync::random& choices) {
    act_in_turn<bounded_deque<record*>>(choices, 64, [](auto& owner, record* element) {
      if (owner.try_push(element) != push_outcome::pushed) ADD_FAILURE() << "full, though there is room";
    });
  });
}

// Nobody pushes and the owner does not take: a thief finds nothing only after all was claimed, and loses only
// to the others.
TEST(deque_progress, thieves_empty_what_was_pushed_before) {
  for_each_round([](sync::random& choices) {
    const unsigned thieves = 1 + choices.below(8);
    const std::size_t elements = 1 + choices.below(500);
    deque<record*> tested{deque_options{1, 0}};
    ledger book{thieves + 1, elements, choices.next()};
    std::vector<std::size_t> losses(thieves + 1, 0);
    auto owner = tested.get_owner();
    for (std::size_t i = 0; i < elements; ++i) owner.push(book.make(i));
    run_together(thieves, [&](unsigned thread) {
      if (thread == 0) return;
      std::size_t lost = 0;
      for (auto stolen = tested.get_thief().steal(); stolen.outcome != steal_outcome::empty;
           stolen = tested.get_thief().steal()) {
        if (stolen.got()) book.obtain(thread, stolen.element);
        else if (++lost > elements) break;  // more often than there are claims: reported below
      }
      losses[thread] = lost;
    });
    book.expect_exactly_once();
    for (unsigned thief = 1; thief <= thieves; ++thief) {
      EXPECT_LE(losses[thief], elements - book.obtained_by(thief)) << "a thief lost to nobody";
    }
  });
}

TEST(deque_progress, the_owner_alone_gets_all_back) {
  for_each_round([](sync::random& choices) {
    const std::size_t capacity = std::size_t{1} << choices.below(8);
    bounded_deque<record*> tested{deque_options{capacity, 0}};
    ledger book{1, capacity, choices.next()};
    auto owner = tested.get_owner();
    for (std::size_t i = 0; i < capacity; ++i) ASSERT_EQ(owner.try_push(book.make(i)), push_outcome::pushed);
    record one_too_many{};
    ASSERT_EQ(owner.try_push(&one_too_many), push_outcome::full);
    for (auto element = owner.take(); element; element = owner.take()) book.obtain(0, *element);
    book.expect_exactly_once();
  });
}

}  // namespace
}  // namespace wyn::stress
