// holds: a pool may be handed back and adopted while its records are in flight; they come home to it.
#include "models/pool_depot/program.hpp"

namespace wyn::models::in_flight {
namespace {

constexpr auto statement = "records in flight come home to their pool, whoever holds it by then";

const registration come_home{depot_model("in_flight", statement, {"Aa1B:AaarrB|x"})};
const registration while_handed_on{endless(depot_model("in_flight", statement, {"Aa2B:AarB|AaarrB|x"}))};

}  // namespace
}  // namespace wyn::models::in_flight
