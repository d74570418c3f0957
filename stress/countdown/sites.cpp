// Where sites are counted: the stress executes every named site of the countdown.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/countdown/arrivals.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

TEST(countdown_sites, are_all_visited) {
  expect_all_sites_visited("countdown", [] { arrivals{10, given().seed}.run(); });
}

}  // namespace
}  // namespace wyn::stress

#endif
