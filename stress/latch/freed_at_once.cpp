// Every branch's result is seen by its forker, who frees the latch at once.
#include "stress/latch/joins.hpp"

namespace wyn::stress {
namespace {

TEST(latch_joins, see_their_results_and_free_the_latch) {
  for_each_round([](sync::random& choices) { joins{1 + choices.below(3), 400, choices}.run(); });
}

}  // namespace
}  // namespace wyn::stress
