// The watcher sees whole waits, and tells none twice, while they come and go.
#include "stress/watch_list/watching.hpp"

namespace wyn::stress {
namespace {

TEST(watch_list_watching, whole_waits_are_seen_and_told_once) {
  for_each_round([](sync::random& choices) { watching{1 + choices.below(3), 5000, choices.next()}.run(); });
}

}  // namespace
}  // namespace wyn::stress
