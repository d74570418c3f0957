// holds: when the scheduler abandons, each task runs or is cancelled, and the cancelled ones are counted.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_abandon {
namespace {

constexpr auto statement = "each task runs or is cancelled, and who waits for a cancelled one is told";

const registration group{flow_model("abandon", statement, {"group", {"g2.", "", ""}, "", "01a"})};
// A fork runs all the same: what forked it has begun.
const registration fork{flow_model("abandon", statement, {"fork", {"f12", "", ""}, "", "0a"})};

}  // namespace
}  // namespace wyn::models::scheduler_abandon
