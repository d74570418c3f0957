// Each message arrives once, in order, and is visible, whether its receiver slept or not.
#include "stress/parker/handshake.hpp"

namespace wyn::stress {
namespace {

TEST(parker_messages, arrive_once_and_are_visible) {
  for_each_round([](sync::random&) { handshake{500, false}.run(); });
}

TEST(parker_messages, may_free_the_parker_at_once) {
  for_each_round([](sync::random&) { handshake{500, true}.run(); });
}

}  // namespace
}  // namespace wyn::stress
