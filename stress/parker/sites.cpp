// Where sites are counted: the stress executes every named site of the parker, and a token that nobody waits for costs
// no call of the kernel.
#include <type_traits>

#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/parker/handshake.hpp"
#include "stress/site_report.hpp"
#include "wyn/sync/site.hpp"

namespace wyn::stress {
namespace {

std::uint64_t visits_of(std::string_view name) {
  std::uint64_t visits = 0;
  for (const sync::site_record* site = sync::site_record::first; site != nullptr; site = site->next) {
    if (site->name == name) visits += site->visits;
  }
  return visits;
}

TEST(parker_sites, no_wake_and_no_sleep_if_the_token_comes_first) {
  const std::uint64_t before = visits_of("parker.unpark.wake") + visits_of("parker.park.sleep");
  parker tested;
  for (int i = 0; i < 100; ++i) {
    tested.unpark();
    tested.unpark();
    tested.park();
    tested.unpark();
    EXPECT_TRUE(tested.try_park());
    EXPECT_FALSE(tested.try_park());
  }
  EXPECT_EQ(visits_of("parker.unpark.wake") + visits_of("parker.park.sleep"), before);
}

// A wake without a reason, as a late one for the memory's former user is.
void wake_early() {
  sync::atomic<parker*> asleep{nullptr};
  run_together(1, [&](unsigned thread) {
    if (thread == 0) {
      parker mine;
      asleep.store(&mine, sync::release<"stress.parker.show">);
      mine.park();
      return;
    }
    parker* sleeper = nullptr;
    while (sleeper == nullptr) sleeper = asleep.load(sync::acquire<"stress.parker.find">);
    for (int i = 0; i < 50; ++i) {
      ::sched_yield();
      // The parker's first member is what its owner sleeps on.
      static_assert(std::is_standard_layout_v<parker>);
      reinterpret_cast<sync::atomic<std::uint32_t>*>(sleeper)->wake_one(sync::relaxed<"stress.parker.early">);
    }
    sleeper->unpark();
  });
}

TEST(parker_sites, are_all_visited) {
  expect_all_sites_visited("parker", [] {
    handshake{200, false}.run();
    handshake{200, false, std::chrono::microseconds(1)}.run();
    parker tried;
    static_cast<void>(tried.try_park());
    wake_early();
  });
}

}  // namespace
}  // namespace wyn::stress

#endif
