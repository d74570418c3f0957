// Where sites are counted: the stress executes every named site of the split deque.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include <numeric>

#include "stress/split_deque/split_theft.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds patience{60};

std::string split_sites_joined(const std::vector<std::string>& names) {
  return std::accumulate(names.begin(), names.end(), std::string{},
                         [](const std::string& all, const std::string& name) { return all + "\n  " + name; });
}

// What thieves of the stress do not call.
void queue_hints() {
  split_deque<record*, 4> queue;
  queue.get_thief().set_want();
  queue.get_thief().settle_wants();
  EXPECT_EQ(queue.size_hint(), 0U);
  EXPECT_EQ(queue.public_hint(), 0U);
}

// A lost claim needs two cores, or a preemption between two instructions: the rounds go on until both sides
// had one. An exposure that is put off needs a signal between two instructions of a publication or a reclaim.
TEST(split_deque_sites, are_all_visited) {
  const auto give_up = sync::now() + patience;
  for (std::uint64_t round = 0; sync::now() < give_up && !HasFailure(); ++round) {
    sync::random choices{given().seed + round};
    split_theft<4>{{.thieves = 2, .burst = 4, .at_most = 2, .interrupts = true}, choices}.run();
    queue_hints();
    if (round > 0 && unvisited_sites_of("split_deque").empty()) break;
  }
  EXPECT_FALSE(sites_of("split_deque").empty()) << "the program has no site of the split deque, so nothing was tested";
  const auto unvisited = unvisited_sites_of("split_deque");
  EXPECT_TRUE(unvisited.empty()) << "the stress never executes:" << split_sites_joined(unvisited);
}

}  // namespace
}  // namespace wyn::stress

#endif
