// In the perturbed world the deque's threads pause at its sites: a stress that never did would be the plain one again.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_PERTURBED)

#include "stress/deque/theft.hpp"

namespace wyn::stress {
namespace {

TEST(deque_pauses, are_made_now_and_then) {
  const std::uint64_t before = sync::pauses_made();
  sync::random choices{given().seed};
  theft<deque<record*>>{{.thieves = 2}, choices}.run();
  EXPECT_GT(sync::pauses_made(), before) << "no thread ever paused at a site";
}

}  // namespace
}  // namespace wyn::stress

#endif
