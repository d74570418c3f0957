// holds: what a worker has in its private part is got from it while it runs on.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_hidden {
namespace {

constexpr auto statement = "a fork or a task of a worker that runs on is run by the other one";

// The third worker gets what the first one leaves when it waits for the second.
const registration behind_a_wait{flow_model("hidden", statement, {"behind_a_wait", {"g2/1.", "", "!1"}, "0", "", 3})};
// The join takes its fork from below the task while a handler may come.
const registration above_a_fork{flow_model("hidden", statement, {"above_a_fork", {"f12", "3", "!3", ""}, "0", "", 3})};
// A request that the seat's last thread was too late for does not stand in for the next one's.
const registration on_a_seat_again{
    flow_model("hidden", statement, {"on_a_seat_again", {"", "f23", "!3", ""}, "", "A0LAr1Ldc"})};
// Who went to sleep before anybody was on the seat has not looked there.
const registration on_a_new_seat{flow_model("hidden", statement, {"on_a_new_seat", {""}, "", "A0dLc", 1})};
// An interrupt does not reach a task that is blocked: the other worker sleeps before it comes.
const registration late{flow_model("hidden", statement, {"late", {"f12", "p!2", ""}, "", "0udc"})};
const registration task{flow_model("hidden", statement, {"task", {"12!1!2", "", ""}, "0"})};

}  // namespace
}  // namespace wyn::models::scheduler_hidden
