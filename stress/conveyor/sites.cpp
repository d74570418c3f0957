// Where sites are counted: the stress executes every named site of the conveyor.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/conveyor/transport.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

TEST(conveyor_sites, are_all_visited) {
  sync::random choices{given().seed};
  expect_all_sites_visited("conveyor", [&] { transport{2, 100, choices.next()}.run(); });
}

}  // namespace
}  // namespace wyn::stress

#endif
