// holds: a join returns when its fork has run, here or elsewhere, and runs nothing but what that fork forked.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_fork {
namespace {

constexpr auto statement = "a join returns when its fork has run, and its worker runs no stranger meanwhile";

const registration leaf{flow_model("fork", statement, {"leaf", {"f12", "", ""}, "0"})};
const registration below_a_task{flow_model("fork", statement, {"below_a_task", {"f12", "3", "", ""}, "0"})};
// What the fork forks is got from its runner, which runs on.
const registration below_its_runner{
    flow_model("fork", statement, {"below_its_runner", {"f12", "", "f34", "!4", ""}, "0"})};
// Its queue is full: nobody else is offered the second branch.
const registration unoffered{flow_model("fork", statement, {"unoffered", {"12f34", "", "", "", ""}, "0"})};
const registration above_a_task{flow_model("fork", statement, {"above_a_task", {"f12", "", "3", ""}, "0"})};
const registration both_throw{flow_model("fork", statement, {"both_throw", {"f12", "t", "t"}, "0"})};
const registration second_throws{flow_model("fork", statement, {"second_throws", {"f12", "", "t"}, "0"})};

}  // namespace
}  // namespace wyn::models::scheduler_fork
