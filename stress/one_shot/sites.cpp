// Where sites are counted: the stress executes every named site of one_shot.
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)

#include "stress/one_shot/exchanges.hpp"
#include "stress/site_report.hpp"

namespace wyn::stress {
namespace {

struct somebody {
  int number = 0;
};

// Finished between the wish and its being taken back, and before a wish.
void finished_under_a_wish() {
  somebody whom;
  one_shot<somebody> meeting;
  EXPECT_TRUE(meeting.listen(whom));
  EXPECT_EQ(meeting.finish().listener, &whom);
  EXPECT_FALSE(meeting.withdraw(whom));
  EXPECT_FALSE(meeting.listen(whom));
}

TEST(one_shot_sites, are_all_visited) {
  sync::random choices{given().seed};
  expect_all_sites_visited("one_shot", [&] {
    exchanges{2, 100, choices}.run();
    finished_under_a_wish();
  });
}

}  // namespace
}  // namespace wyn::stress

#endif
