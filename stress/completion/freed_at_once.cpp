// Every child of every group is seen by the waiter, who frees the completion at once.
#include "stress/completion/groups.hpp"

namespace wyn::stress {
namespace {

TEST(completion_groups, see_all_children_and_free_the_completion) {
  groups tested;
  for_each_round([&](sync::random& choices) {
    for (unsigned finishers = 1; finishers <= groups::most_helpers; ++finishers) tested.run(finishers, choices);
  });
}

}  // namespace
}  // namespace wyn::stress
