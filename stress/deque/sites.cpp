// Where sites are counted: the stress executes every named site of the deque.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include <numeric>

#include "stress/deque/theft.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds patience{60};

std::string joined(const std::vector<std::string>& names) {
  return std::accumulate(names.begin(), names.end(), std::string{},
                         [](const std::string& all, const std::string& name) { return all + "\n  " + name; });
}

// A lost claim needs two cores, or a preemption between two instructions: the rounds go on until both sides
// had one.
TEST(deque_sites, are_all_visited) {
  const auto give_up = sync::now() + patience;
  for (std::uint64_t round = 0; sync::now() < give_up && !HasFailure(); ++round) {
    sync::random choices{given().seed + round};
    theft<deque<record*>>{{.options = {.capacity = 1}, .thieves = 2, .burst = 4}, choices}.run();
    if (round > 0 && unvisited_sites_of("deque").empty()) break;
  }
  EXPECT_FALSE(sites_of("deque").empty()) << "the program has no site of the deque, so nothing was tested";
  const auto unvisited = unvisited_sites_of("deque");
  EXPECT_TRUE(unvisited.empty()) << "the stress never executes:" << joined(unvisited);
}

}  // namespace
}  // namespace wyn::stress

#endif
