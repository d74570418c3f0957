// Where sites are counted: the stress executes every named site of first_exception.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/first_exception/throwers.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

TEST(first_exception_sites, are_all_visited) {
  expect_all_sites_visited("first_exception", [] { throwers{1, 4}.run(); });
}

}  // namespace
}  // namespace wyn::stress

#endif
