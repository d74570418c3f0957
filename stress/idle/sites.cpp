// Where sites are counted: the stress executes every named site of idle.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/idle/pool.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds patience{60};

// Lost claims need two threads between two instructions: the rounds go on until there was one of each.
TEST(idle_sites, are_all_visited) {
  const auto give_up = sync::now() + patience;
  for (std::uint64_t round = 0; sync::now() < give_up && !unvisited_sites_of("idle").empty(); ++round) {
    constexpr unsigned workers = 3;
    constexpr std::size_t each = 40;
    pool tested(workers, 2, 2 * each, round);
    run_together(workers + 1, [&](unsigned thread) {
      if (thread > 1) return tested.work(thread - 2);
      for (std::size_t i = 0; i < each; ++i) {
        tested.publish(thread, thread * each + i);
        if (i % 4 == 0) ::sched_yield();
      }
      if (thread == 0) {
        tested.close();
        EXPECT_LE(tested.watched().census().searching, workers + 1);
        tested.watched().close();
      } else {
        static_cast<void>(tested.watched().enter() && tested.watched().leave() > 0);
        tested.watched().notify_returned(0);
        feed nothing(0);
        static_cast<void>(nothing.quiet());
      }
    });
    tested.expect_all_done();
  }
  EXPECT_FALSE(sites_of("idle").empty()) << "the program has no site of idle, so nothing was tested";
  for (const std::string& site : unvisited_sites_of("idle")) ADD_FAILURE() << "the stress never executes " << site;
}

}  // namespace
}  // namespace wyn::stress

#endif
