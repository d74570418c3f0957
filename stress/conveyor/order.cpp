// Each record gets through once, the serial stage in order, at any number of places.
#include "stress/conveyor/transport.hpp"

namespace wyn::stress {
namespace {

TEST(conveyor_transport, each_record_gets_through_once_and_in_order) {
  for_each_round([](sync::random& choices) { transport{1 + choices.next() % 8, 2000, choices.next()}.run(); });
}

}  // namespace
}  // namespace wyn::stress
