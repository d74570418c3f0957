// Every element comes out exactly once, under theft of every intensity.
#include "stress/deque/theft.hpp"

namespace wyn::stress {
namespace {

using unbounded = deque<record*>;
using bounded = bounded_deque<record*>;

constexpr std::int64_t last_index = std::numeric_limits<std::int64_t>::max();

template <typename Deque>
void steal_in_rounds(const theft_plan& plan) {
  for_each_round([&](sync::random& choices) { theft<Deque>{plan, choices}.run(); });
}

class deque_thieves : public ::testing::TestWithParam<unsigned> {};

TEST_P(deque_thieves, get_each_element_once) {
  steal_in_rounds<unbounded>({.options = {.capacity = 8}, .thieves = GetParam(), .burst = 16});
}

INSTANTIATE_TEST_SUITE_P(one_to_eight, deque_thieves, ::testing::Values(1U, 2U, 3U, 4U, 8U));

// Owner and thieves meet at a single element most of the time.
TEST(deque_last_element, goes_to_one_of_them) {
  steal_in_rounds<unbounded>({.options = {.capacity = 1}, .thieves = 2, .elements = 5000, .burst = 1});
}

TEST(deque_growth, under_theft) {
  steal_in_rounds<unbounded>(
      {.options = {.capacity = 1}, .thieves = 3, .elements = 300, .deques = 32, .burst = 64, .takes_per_push = 1});
}

// The owner leaves everything to the thieves.
TEST(deque_growth, without_takes) {
  steal_in_rounds<unbounded>(
      {.options = {.capacity = 1}, .thieves = 2, .elements = 500, .deques = 16, .burst = 500, .takes_per_push = 0});
}

TEST(deque_bounded, says_full_and_loses_nothing) {
  for_each_round([](sync::random& choices) {
    const std::size_t capacity = std::size_t{1} << choices.below(5);
    theft<bounded>{{.options = {.capacity = capacity}, .thieves = 3, .burst = 24}, choices}.run();
  });
}

// A few slots are used over and over, so indices go around the array hundreds of times.
TEST(deque_array_wrap, reuses_slots) {
  steal_in_rounds<bounded>({.options = {.capacity = 2}, .thieves = 2, .elements = 4000, .burst = 3});
}

// So near the end that the owner alone goes past it: an index rises whenever it takes its last element.
TEST(deque_index_wrap, past_the_largest_index) {
  for_each_round([](sync::random& choices) {
    const std::int64_t first = last_index - static_cast<std::int64_t>(choices.below(64));
    theft<unbounded>{{.options = {.capacity = 2, .first_index = first}, .thieves = 2, .burst = 16}, choices}.run();
  });
}

TEST(deque_index_wrap, past_zero) {
  for_each_round([](sync::random& choices) {
    const std::int64_t first = -static_cast<std::int64_t>(choices.below(64));
    theft<bounded>{{.options = {.capacity = 16, .first_index = first}, .thieves = 2, .burst = 16}, choices}.run();
  });
}

}  // namespace
}  // namespace wyn::stress
