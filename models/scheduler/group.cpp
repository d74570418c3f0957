// holds: a wait returns when its group has ended, wherever its tasks ran, and its worker runs no stranger meanwhile.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_group {
namespace {

constexpr auto statement = "a wait returns when its group has ended, and its worker runs no stranger meanwhile";

const registration siblings{flow_model("group", statement, {"siblings", {"g1.", "s2s3", "", ""}, "0"})};
const registration above_strangers{flow_model("group", statement, {"above_strangers", {"g1.", "23", "", ""}, "0"})};
// The second wait sleeps when the first one comes across its task, which its maker runs on for.
const registration below_a_wait{
    flow_model("group", statement, {"below_a_wait", {"g1.", "g2.", "s3!3", ""}, "0", "", 3})};
// A wait finds its task below a stranger of its own.
const registration below_a_stranger{
    flow_model("group", statement, {"below_a_stranger", {"g1/3.", "", "!0", ""}, "02"})};
// What is counted off late is counted off before a stranger runs: who grabs the third runs the fourth next.
const registration before_a_stranger{
    flow_model("group", statement, {"before_a_stranger", {"g123/4.", "", "", "", "!0"}, "0"})};
// A wait needs what its tasks fork, too.
const registration fork_of_a_task{flow_model("group", statement, {"fork_of_a_task", {"g1.", "f23", "!3", ""}, "0"})};
// Before it sleeps the waiter takes the want that was answered for the third worker for still set.
const registration beside_a_thief{
    flow_model("group", statement, {"beside_a_thief", {"g1.", "s3s2!2", "", "!2"}, "0", "", 3})};
// Without memory a stranger goes into the waiter's own queue, and somebody is woken for it.
const registration without_memory{
    flow_model("group", statement, {"without_memory", {"g1?3x.", "32!2", "", ""}, "0", "", 3})};
// The last look of the wait loses 5 to the join of 3, which needs it too, and finds 7 behind it.
const registration beside_a_join{flow_model(
    "group", statement, {"beside_a_join", {"g1?2.", "f23", "?3", "f45", "f67", "!7", "!7", ""}, "0", "", 3})};
// What a task of the group waits for is needed, too, if it is seen to wait; and so at more removes.
const registration below_its_task{flow_model("group", statement, {"below_its_task", {"g1.", "g23.", "", ""}, "0"})};
const registration far_below_its_task{
    flow_model("group", statement, {"far_below_its_task", {"g1.", "g2.", "g34.", "", ""}, "0"})};
// It does not end before the last one has run, which is made when it is seen to wait: with two workers somebody helps.
const registration helped_meanwhile{
    flow_model("group", statement, {"helped_meanwhile", {"g1.", "g2.", "s3!3", ""}, "0"})};
const registration a_task_throws{flow_model("group", statement, {"a_task_throws", {"g1.", "t"}, "0"})};

}  // namespace
}  // namespace wyn::models::scheduler_group
