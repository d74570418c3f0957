// Where sites are counted: the stress executes every named site of the completion.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/completion/groups.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

TEST(completion_sites, are_all_visited) {
  groups tested;
  sync::random choices{given().seed};
  expect_all_sites_visited("completion", [&] { tested.run(2, choices); });
}

}  // namespace
}  // namespace wyn::stress

#endif
