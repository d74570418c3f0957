// Of a group's exceptions one surfaces, the others are counted, and each is destroyed once.
#include "stress/first_exception/throwers.hpp"

namespace wyn::stress {
namespace {

TEST(first_exception_account, is_exact) {
  for_each_round([](sync::random& choices) {
    const unsigned others = 1 + choices.below(4);
    throwers{others, 1 + choices.below(20)}.run();
  });
}

}  // namespace
}  // namespace wyn::stress
