// The last one to arrive sees each part once, and frees what they shared.
#include "stress/countdown/arrivals.hpp"

namespace wyn::stress {
namespace {

TEST(countdown_arrivals, the_last_sees_all_and_frees_them) {
  for_each_round([](sync::random& choices) { arrivals{500, choices.next()}.run(); });
}

}  // namespace
}  // namespace wyn::stress
