// Where sites are counted: the stress executes every named site of the depot.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/pool_depot/short_lived.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds site_patience{60};

// A lost swap needs two threads that add a pool at once: a fresh depot in each round.
TEST(pool_depot_sites, are_all_visited) {
  const auto give_up = sync::now() + site_patience;
  while (sync::now() < give_up && !unvisited_sites_of("pool_depot").empty()) {
    pool_depot depot({64, 1});
    run_together(2, [&](unsigned) {
      task_pool& first = depot.adopt();
      task_pool& second = depot.adopt();
      depot.hand_back(first);
      depot.hand_back(second);
    });
    depot.trim();
  }
  EXPECT_FALSE(sites_of("pool_depot").empty()) << "the program has no site of the depot, so nothing was tested";
  EXPECT_EQ(unvisited_sites_of("pool_depot"), std::vector<std::string>{});
}

}  // namespace
}  // namespace wyn::stress

#endif
