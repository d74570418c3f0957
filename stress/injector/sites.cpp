// Where sites are counted: the stress executes every named site of the injector.
#include <memory>
#include <vector>

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

// More consumers at once than ever before, so that each makes a record, and finds now and then that another came first.
void enlist_at_once() {
  using subject = injector<std::uint64_t, 3>;
  subject crowded;
  run_together(2, [&crowded](unsigned) {
    std::vector<std::unique_ptr<subject::consumer>> many;
    for (int i = 0; i < 10; ++i) many.push_back(std::make_unique<subject::consumer>(crowded));
  });
}

// Searches and grabs of the same few elements, and looks at how many are left.
void search_against_each_other() {
  using subject = injector<std::uint64_t, 3>;
  subject searched;
  for (std::uint64_t i = 1; i <= 300; ++i) static_cast<void>(searched.push(i));
  run_together(2, [&searched](unsigned thread) {
    subject::consumer own(searched);
    std::uint64_t element = 0;
    if (thread == 2) {
      while (own.grab(&element, 1).outcome != grab_outcome::empty) {
      }
    } else {
      while (own.take_if([](std::uint64_t) { return true; })) EXPECT_LE(searched.size_hint(), 303U);
    }
  });
  subject::consumer rest(searched);
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
    for (int i = 0; i < 60; ++i) close_among_pushes();
    for (int i = 0; i < 50; ++i) enlist_at_once();
    for (int i = 0; i < 20; ++i) search_against_each_other();
    if (unvisited_sites_of("injector").empty()) break;
  }
  EXPECT_FALSE(sites_of("injector").empty()) << "the program has no site of the injector, so nothing was tested";
  for (const auto& name : unvisited_sites_of("injector")) ADD_FAILURE() << "the stress never executes " << name;
}

}  // namespace
}  // namespace wyn::stress

#endif
