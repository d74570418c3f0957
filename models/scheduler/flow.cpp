// holds: what is spawned from outside and by tasks runs once, wherever it is stolen to, and the workers leave after close.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_flow {
namespace {

constexpr auto statement = "what was spawned from outside or by a task runs once, and then the workers leave";

const registration drained{flow_model("flow", statement, {"drained", {"1", ""}, "", "0c"})};
const registration waited_for{flow_model("flow", statement, {"waited_for", {"1", "", ""}, "", "z0z2dc"})};
// More than a queue holds, so that some go to the inbox.
const registration spilled{flow_model("flow", statement, {"spilled", {"1234", "", "", "", ""}, "0"})};
// What finds no room, and no memory for a place in the inbox, runs at once.
const registration no_memory{flow_model("flow", statement, {"no_memory", {"12x34", "", "", "", ""}, "0"})};
// The attached thread never runs what it spawned: it goes to the inbox when it lets go.
const registration let_go{flow_model("flow", statement, {"let_go", {"", ""}, "", "A01Ldc"})};
// And what the inbox has no memory for runs before it has let go.
const registration let_go_without_memory{
    flow_model("flow", statement, {"let_go_without_memory", {"", ""}, "", "A01xLdc"})};
// Who takes a bundle leaves what it does not run itself to others; a refused one is its maker's.
const registration bundled{flow_model("flow", statement, {"bundled", {"!1", ""}, "", "zb01dc"})};
const registration bundled_beside_a_close{
    flow_model("flow", statement, {"bundled_beside_a_close", {"", ""}, "", "b01|c", 1})};
// Who grabs both runs the first one for as long as the second has not run.
const registration grabbed{flow_model("flow", statement, {"grabbed", {"!1", ""}, "01"})};
const registration closed_meanwhile{flow_model("flow", statement, {"closed_meanwhile", {"", ""}, "", "0|c1", 1})};
// The inbox refuses before idle knows of the close: else the last worker leaves while it still accepts.
const registration closed_beside_a_sleeper{
    flow_model("flow", statement, {"closed_beside_a_sleeper", {""}, "", "z0|zc", 1})};
// Who lets go beside a close counts as awake until its tasks are in the inbox: for a moment they are in no queue.
const registration closed_while_attached{
    flow_model("flow", statement, {"closed_while_attached", {""}, "", "A0L|c", 1})};

// Who finds the seat taken keeps nobody from leaving.
const registration one_seat{flow_model("flow", statement, {"one_seat", {""}, "", "A0LdcA|AL", 1})};

}  // namespace
}  // namespace wyn::models::scheduler_flow
