// Every value is taken once, by its taker, by a listener, or by whoever frees what was left.
#include "stress/one_shot/exchanges.hpp"

namespace wyn::stress {
namespace {

TEST(one_shot_exchanges, take_each_value_once_and_free_its_state) {
  for_each_round([](sync::random& choices) { exchanges{1 + choices.below(3), 400, choices}.run(); });
}

}  // namespace
}  // namespace wyn::stress
