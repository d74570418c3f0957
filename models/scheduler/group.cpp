// holds: a wait returns when its group has ended, wherever its tasks ran, and its worker runs no stranger meanwhile.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_group {
namespace {

constexpr auto statement = "a wait returns when its group has ended, and its worker runs no stranger meanwhile";

const registration two{flow_model("group", statement, {"two", {"g12.", "", ""}, "0"})};
const registration siblings{flow_model("group", statement, {"siblings", {"g1.", "s2s3", "", ""}, "0"})};
const registration above_strangers{flow_model("group", statement, {"above_strangers", {"g1.", "23", "", ""}, "0"})};
const registration beside_strangers{
    flow_model("group", statement, {"beside_a_stranger", {"g2.", "g3.", "", ""}, "01"})};

}  // namespace
}  // namespace wyn::models::scheduler_group
