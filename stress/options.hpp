// options: how long a stress program runs, and from which seed.
//
//   WYN_STRESS_SECONDS   for all tests of the program together, as long as each has its least number of rounds; 3 by default
//   WYN_STRESS_SEED      1 by default, ./gate and ./test draw it; with the round's number, which a failure prints, it names
//                        what was run
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "wyn/sync/clock.hpp"
#include "wyn/sync/random.hpp"

namespace wyn::stress {

struct options {
  double seconds;
  std::uint64_t seed;
};

/// What the environment says. Ends the program with status 2 and a message if it cannot be understood.
[[nodiscard]] const options& given();

/// One test's part of the seconds.
[[nodiscard]] std::chrono::nanoseconds share_of_a_test();

/// In a program of many tests a share may be over within the first round, which is no choice yet.
inline constexpr std::uint64_t rounds_at_least = 3;

/// Calls body(choices) with a fresh generator per round: rounds_at_least times and on until the test's share of the time is
/// over, or until a round failed.
template <typename Body>
void for_each_round(Body body) {
  const auto end = sync::now() + share_of_a_test();
  std::uint64_t round = 0;
  do {
    SCOPED_TRACE(::testing::Message() << "seed " << given().seed << ", round " << round);
    sync::random choices{given().seed * 0x100000001b3U + round};
    body(choices);
    ++round;
  } while (!::testing::Test::HasFailure() && (round < rounds_at_least || sync::now() < end));
  ::testing::Test::RecordProperty("rounds", std::to_string(round));
}

}  // namespace wyn::stress
