// holds: when a group is stopped, each of its tasks runs or is cancelled, and its wait is told if one is.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_stop {
namespace {

constexpr auto statement = "each task of a stopped group runs or is cancelled, and its wait is told if one is";

const registration by_a_member{flow_model("stop", statement, {"by_a_member", {"g12.", "k", ""}, "0"})};
const registration by_the_newest{flow_model("stop", statement, {"by_the_newest", {"g123.", "", "", "k"}, "0"})};
const registration beside_a_spawn{flow_model("stop", statement, {"beside_a_spawn", {"g12.", "s3", "k", ""}, "", "0c"})};
// A stranger stops it, and runs all the same; so does what a task of the group has forked.
const registration by_a_stranger{
    flow_model("stop", statement, {"by_a_stranger", {"g1/2.", "f34", "k", "", ""}, "", "0c"})};

}  // namespace
}  // namespace wyn::models::scheduler_stop
