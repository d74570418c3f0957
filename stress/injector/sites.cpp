// Where sites are counted: the stress executes every named site of the injector.
#include "stress/visited_sites.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/injector/traffic.hpp"

namespace wyn::stress {
namespace {

// The close among pushes, so that its claim is lost now and then.
void close_among_pushes() {
  injector<std::uint64_t, 3> closed;
  run_together(2, [&closed](unsigned thread) {
    for (std::uint64_t i = 1; i < 200; ++i) {
      if (thread == 0 && i == 20) closed.close();
      else if (closed.push(i) == inject_outcome::closed) return;
    }
  });
  injector<std::uint64_t, 3>::consumer rest(closed);
  std::uint64_t element = 0;
  while (rest.grab(&element, 1).outcome != grab_outcome::empty) {
  }
}

// A lost claim needs two cores, or a preemption between two instructions: the rounds go on until there was one.
TEST(injector_sites, are_all_visited) {
  const auto give_up = sync::now() + std::chrono::seconds{60};
  for (std::uint64_t round = 0; sync::now() < give_up && !HasFailure(); ++round) {
    sync::random choices{given().seed + round};
    traffic<1>{{.producers = 3, .consumers = 3, .search = true, .come_and_go = true}, choices}.run();
    for (int i = 0; i < 20; ++i) close_among_pushes();
    if (unvisited_sites_of("injector").empty()) break;
  }
  EXPECT_FALSE(sites_of("injector").empty()) << "the program has no site of the injector, so nothing was tested";
  for (const auto& name : unvisited_sites_of("injector")) ADD_FAILURE() << "the stress never executes " << name;
}

}  // namespace
}  // namespace wyn::stress

#endif
