// holds: a join returns when its fork has run, here or elsewhere, and runs nothing but what that fork forked.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_fork {
namespace {

constexpr auto statement = "a join returns when its fork has run, and its worker runs no stranger meanwhile";

const registration leaf{flow_model("fork", statement, {"leaf", {"f12", "", ""}, "0"})};
const registration below_a_task{flow_model("fork", statement, {"below_a_task", {"f12", "3", "", ""}, "0"})};
const registration nested{flow_model("fork", statement, {"nested", {"f12", "", "f34", "", ""}, "0"})};
const registration beside_a_task{flow_model("fork", statement, {"beside_a_task", {"f23", "4", "", "5", "", ""}, "01"})};
const registration above_a_task{flow_model("fork", statement, {"above_a_task", {"f12", "", "3", ""}, "0"})};
const registration throws{flow_model("fork", statement, {"throws", {"f12", "t", ""}, "0"})};

}  // namespace
}  // namespace wyn::models::scheduler_fork
