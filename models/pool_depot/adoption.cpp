// holds: a pool is held by one thread at a time, and the next holder sees what the last one did with it.
#include "models/pool_depot/program.hpp"

namespace wyn::models::adoption {
namespace {

constexpr auto statement = "a pool is held by one thread at a time, which sees all that its last holder did";

const registration handed_on{depot_model("adoption", statement, {"AB:AarB|AaarrB"})};
// Two pools come and go while a third thread looks: where a popped list would be misled (ABA).
const registration by_three{endless(depot_model("adoption", statement, {"ADB:AB|ABAarB|AarB"}))};
// Nothing is there yet: pools are added side by side and found.
const registration added{depot_model("adoption", statement, {":ABAB|AB"})};

}  // namespace
}  // namespace wyn::models::adoption
