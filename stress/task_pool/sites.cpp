// Where sites are counted: the stress executes every named site of the pool.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/task_pool/traffic.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds patience{60};

// A lost swap needs two threads that return to one pool at once, without batches in between.
void return_singly_from_two_threads() {
  constexpr unsigned records = 2000;
  task_pool pool({64, records});
  std::vector<void*> in_use;
  for (unsigned i = 0; i < records; ++i) in_use.push_back(pool.allocate());
  run_together(2, [&](unsigned thread) {
    for (unsigned i = thread; thread != 0 && i <= records; i += 2) pool.return_record(in_use[i - 1]);
  });
  EXPECT_TRUE(pool.is_whole());
}

TEST(task_pool_sites, are_all_visited) {
  const auto give_up = sync::now() + patience;
  for (std::uint64_t round = 0; sync::now() < give_up && !HasFailure(); ++round) {
    sync::random choices{given().seed + round};
    traffic({.runners = 2, .slab_records = 1}, choices).run();
    return_singly_from_two_threads();
    if (unvisited_sites_of("task_pool").empty()) break;
  }
  EXPECT_FALSE(sites_of("task_pool").empty()) << "the program has no site of the pool, so nothing was tested";
  EXPECT_EQ(unvisited_sites_of("task_pool"), std::vector<std::string>{});
}

}  // namespace
}  // namespace wyn::stress

#endif
