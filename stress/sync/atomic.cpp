// Every operation of the one atomic type, in each world of real threads.
#include "wyn/sync/atomic.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "stress/options.hpp"
#include "stress/together.hpp"

namespace wyn::stress {
namespace {

TEST(sync_atomic, operations_return_what_was_there_and_leave_what_was_asked) {
  sync::atomic<std::uint32_t> word{1};
  word.store(2, sync::relaxed<"stress.atomic.store">);
  EXPECT_EQ(word.load(sync::relaxed<"stress.atomic.load">), 2U);
  EXPECT_EQ(word.exchange(3, sync::relaxed<"stress.atomic.exchange">), 2U);
  EXPECT_EQ(word.fetch_add(4, sync::relaxed<"stress.atomic.add">), 3U);
  EXPECT_EQ(word.load(sync::relaxed<"stress.atomic.sum">), 7U);
}

TEST(sync_atomic, a_strong_exchange_succeeds_on_the_expected_value_only_and_says_what_it_found) {
  sync::atomic<std::uint32_t> word{1};
  std::uint32_t expected = 2;
  EXPECT_FALSE(word.compare_exchange_strong(expected, 3, sync::relaxed<"stress.atomic.mismatch">,
                                            sync::relaxed<"stress.atomic.mismatch_lost">));
  EXPECT_EQ(expected, 1U);
  EXPECT_TRUE(word.compare_exchange_strong(expected, 3, sync::relaxed<"stress.atomic.match">,
                                           sync::relaxed<"stress.atomic.match_lost">));
  EXPECT_EQ(word.load(sync::relaxed<"stress.atomic.exchanged">), 3U);
}

// Also a time before the clock began, which the kernel does not understand.
TEST(sync_atomic, a_wait_whose_time_is_over_says_so) {
  const sync::atomic<std::uint32_t> word{1};
  for (const auto deadline :
       {sync::time_point{}, sync::time_point{std::chrono::nanoseconds{-1}}, sync::time_point::min()}) {
    EXPECT_FALSE(word.wait_until(1, deadline, sync::relaxed<"stress.atomic.over">));
  }
  EXPECT_TRUE(word.wait_until(2, sync::time_point::max(), sync::relaxed<"stress.atomic.other">));
}

constexpr std::uint64_t additions = 20'000;

// Half of the threads take their turns by addition, half by a weak exchange in a loop.
void take_turns(sync::atomic<std::uint64_t>& count, unsigned thread) {
  for (std::uint64_t turn = 0; turn < additions; ++turn) {
    if (thread % 2 == 0) {
      count.fetch_add(1, sync::relaxed<"stress.atomic.turn">);
      continue;
    }
    std::uint64_t found = count.load(sync::relaxed<"stress.atomic.found">);
    while (!count.compare_exchange_weak(found, found + 1, sync::relaxed<"stress.atomic.next">,
                                        sync::relaxed<"stress.atomic.next_lost">)) {
    }
  }
}

TEST(sync_atomic, contended_turns_are_all_counted) {
  for_each_round([](sync::random& choices) {
    const unsigned others = 1 + choices.below(4);
    sync::atomic<std::uint64_t> count{0};
    run_together(others, [&count](unsigned thread) { take_turns(count, thread); });
    EXPECT_EQ(count.load(sync::relaxed<"stress.atomic.count">), additions * (others + 1));
  });
}

}  // namespace
}  // namespace wyn::stress
