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

// In time or just too late.
TEST(parker_messages, arrive_once_at_a_receiver_with_little_patience) {
  for_each_round([](sync::random& choices) {
    handshake{500, false, std::chrono::nanoseconds(1 + choices.below(100'000))}.run();
  });
}

TEST(parker_messages, a_park_with_a_limit_ends) {
  parker alone;
  const auto begun = sync::now();
  EXPECT_FALSE(alone.park_until(begun + std::chrono::milliseconds(20)));
  EXPECT_GE(sync::now() - begun, std::chrono::milliseconds(20));
  EXPECT_FALSE(alone.park_until(begun));
  alone.unpark();
  EXPECT_TRUE(alone.park_until(begun));
  EXPECT_FALSE(alone.try_park());
}

}  // namespace
}  // namespace wyn::stress
