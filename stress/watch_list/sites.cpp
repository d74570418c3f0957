// Where sites are counted: the stress executes every named site of the watch_list.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/site_report.hpp"
#include "stress/watch_list/watching.hpp"

namespace wyn::stress {
namespace {

TEST(watch_list_sites, are_all_visited) {
  sync::random choices{given().seed};
  expect_all_sites_visited("watch_list", [&] { watching{1, 20000, choices.next()}.run(); });
}

}  // namespace
}  // namespace wyn::stress

#endif
