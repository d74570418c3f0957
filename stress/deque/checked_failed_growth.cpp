// Growth that fails under theft leaves the deque as it was and the element with its pusher; all memory comes
// back.
#include "stress/deque/theft.hpp"

namespace wyn::stress {
namespace {

TEST(deque_failed_growth, loses_nothing) {
  std::size_t failures = 0;
  const std::uint64_t held_before = sync::memory_in_use().bytes;
  for_each_round([&](sync::random& choices) {
    theft<deque<record*>> round{{.options = {.capacity = 1},
                                 .thieves = 2,
                                 .elements = 100,
                                 .deques = 32,
                                 .burst = 64,
                                 .takes_per_push = 1,
                                 .allocations_fail = true},
                                choices};
    round.run();
    sync::never_fail_allocation();
    failures += round.failed_growths();
  });
  EXPECT_GT(failures, 0U) << "no growth failed, so nothing was tested";
  EXPECT_EQ(sync::memory_in_use().bytes, held_before) << "a deque did not give its arrays back";
}

}  // namespace
}  // namespace wyn::stress
