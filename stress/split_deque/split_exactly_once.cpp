// Every element comes out exactly once, under theft of every intensity.
#include "stress/split_deque/split_theft.hpp"

namespace wyn::stress {
namespace {

template <std::uint32_t Capacity>
split_theft_counts split_in_rounds(const split_theft_plan& plan) {
  split_theft_counts sum;
  for_each_round([&](sync::random& choices) {
    const split_theft_counts once = split_theft<Capacity>{plan, choices}.run();
    sum.full += once.full;
    sum.published += once.published;
    sum.exposed += once.exposed;
    sum.put_off += once.put_off;
  });
  std::printf("full %llu, published %llu, exposed %llu, handlers that had nothing or were put off %llu\n",
              static_cast<unsigned long long>(sum.full), static_cast<unsigned long long>(sum.published),
              static_cast<unsigned long long>(sum.exposed), static_cast<unsigned long long>(sum.put_off));
  return sum;
}

class split_deque_thieves : public ::testing::TestWithParam<unsigned> {};

TEST_P(split_deque_thieves, get_each_element_once) {
  const auto counts = split_in_rounds<4096>({.thieves = GetParam(), .elements = 20000, .burst = 16});
  EXPECT_GT(counts.published, 0U) << "nothing was ever published";
}

INSTANTIATE_TEST_SUITE_P(one_to_many, split_deque_thieves, ::testing::Values(1U, 2U, 4U, 8U, 64U));

TEST(split_deque_batches, of_up_to_eight) {
  split_in_rounds<64>({.thieves = 3, .elements = 10000, .burst = 64, .takes_per_push = 1, .at_most = 8});
}

// Owner and thieves meet at a single element most of the time, and slots are used over and over.
TEST(split_deque_last_element, goes_to_one_of_them) {
  split_in_rounds<2>({.thieves = 2, .elements = 5000, .burst = 1});
}

// The owner leaves everything to the thieves.
TEST(split_deque_reuse, without_takes) {
  split_in_rounds<16>({.thieves = 2, .elements = 10000, .burst = 8, .takes_per_push = 0, .at_most = 4});
}

TEST(split_deque_reuse, with_a_thief_that_stands_still) {
  const auto counts = split_in_rounds<4>(
      {.thieves = 3, .elements = 20000, .burst = 4, .takes_per_push = 0, .at_most = 4, .stalls = true});
  EXPECT_GT(counts.full, 0U) << "four slots were always enough, so nothing was tested";
}

TEST(split_deque_index_wrap, past_the_largest_index) {
  for_each_round([](sync::random& choices) {
    const std::uint32_t first = 0U - choices.below(64);
    split_theft<8>{{.first_index = first, .thieves = 2, .burst = 16, .at_most = 3, .interrupts = true}, choices}.run();
  });
}

// Real signals in a tight loop of push and take.
TEST(split_deque_exposure, at_any_instruction) {
  split_in_rounds<64>({.thieves = 2, .elements = 20000, .burst = 8, .at_most = 4, .interrupts = true});
}

}  // namespace
}  // namespace wyn::stress
