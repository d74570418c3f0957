// Five million children of one group, each accounted for.
#include <algorithm>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/completion.hpp"

namespace wyn::stress {
namespace {

constexpr std::size_t children = 5'000'000;
constexpr std::size_t own_children = 50'000;  // few, so that the owner waits
constexpr unsigned helpers = 4;

// How often each child ran. A child's place is its own, so it is plain memory.
std::vector<unsigned char> runs;

void run_part(completion& group, unsigned helper, std::size_t batch) {
  std::size_t unreported = 0;
  for (std::size_t child = own_children + helper - 1; child < children; child += helpers) {
    ++runs[child];
    if (++unreported < batch) continue;
    group.finish_shared(static_cast<std::int64_t>(unreported));
    unreported = 0;
  }
  if (unreported > 0) group.finish_shared(static_cast<std::int64_t>(unreported));
}

void own_part_and_wait(completion& group, parker& sleeper) {
  for (std::size_t child = 0; child < own_children; ++child) {
    ++runs[child];
    group.finish_local();
  }
  while (!group.done() && group.begin_wait()) {
    sleeper.park();
    group.end_wait();
  }
  EXPECT_EQ(std::count(runs.begin(), runs.end(), 1), static_cast<std::ptrdiff_t>(children));
}

TEST(completion_many_children, are_all_awaited) {
  for (const std::size_t batch : {std::size_t{1}, std::size_t{64}}) {
    runs.assign(children, 0);
    parker sleeper;
    completion group{sleeper};
    group.add_local(children);
    run_together(helpers, [&](unsigned thread) {
      thread == 0 ? own_part_and_wait(group, sleeper) : run_part(group, thread, batch);
    });
  }
  runs = {};
}

}  // namespace
}  // namespace wyn::stress
