// holds: the wake of one join may reach the forker in a later one, which waits on.
#include "models/latch/program.hpp"

namespace wyn::models::latch_late_wake {
namespace {

constexpr auto statement = "a wake that comes late ends no later join early";

const registration one_thief{latch_model("late_wake", statement, "pw|ss")};
const registration two_thieves{latch_model("late_wake", statement, "wp|s|s")};

}  // namespace
}  // namespace wyn::models::latch_late_wake
