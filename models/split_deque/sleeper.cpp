// holds: of a push and a sleeper's want, one is seen by the other.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_sleeper {
namespace {

constexpr auto statement = "no push is missed by a sleeper that asked before it looked";

const registration one_push{split_model<4>("sleeper", statement, {"p|z", 0, true})};

}  // namespace
}  // namespace wyn::models::split_sleeper
