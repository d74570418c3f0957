// holds: a depot may be trimmed while records of its idle pools are in flight.
#include "models/pool_depot/program.hpp"

namespace wyn::models::trimmed {
namespace {

constexpr auto statement = "a pool is freed only when all its records are back";

const registration beside_a_return{depot_model("trimmed", statement, {"Aa1B:T|x", true})};
const registration beside_two_returns{depot_model("trimmed", statement, {"Aa1a1B:TT|xx"})};
const registration beside_a_hand_back{depot_model("trimmed", statement, {"A:arB|T", true})};
const registration beside_two_threads{depot_model("trimmed", statement, {"Aa1a2B:T|x|x"})};

}  // namespace
}  // namespace wyn::models::trimmed
