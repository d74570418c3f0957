// Where sites are counted: the stress executes every named site of the latch.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/latch/joins.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

// A latch that is set between the wish and its being taken back.
void set_under_a_wish() {
  parker forker;
  join_latch awaited;
  EXPECT_TRUE(awaited.prepare_wait());
  awaited.set(forker);
  EXPECT_FALSE(awaited.cancel_wait());
  EXPECT_FALSE(awaited.prepare_wait());
}

TEST(latch_sites, are_all_visited) {
  sync::random choices{given().seed};
  expect_all_sites_visited("latch", [&] {
    joins{2, 100, choices}.run();
    set_under_a_wish();
  });
}

}  // namespace
}  // namespace wyn::stress

#endif
