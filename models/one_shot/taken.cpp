// holds: the value is taken once, by the taker or by a listener in its stead, and the state freed once.
#include "models/one_shot/program.hpp"

namespace wyn::models::one_shot_taken {
namespace {

constexpr auto statement = "the value is taken once, however the taker waited for it, and its state freed once";

const registration by_looking{one_shot_model("taken", statement, "l|f", true)};
const registration by_waiting{one_shot_model("taken", statement, "w|f", true)};
const registration by_one_wish{one_shot_model("taken", statement, "o|f", true)};
const registration after_a_wish_taken_back{one_shot_model("taken", statement, "t|f", true)};
const registration by_a_listener{one_shot_model("taken", statement, "c|f", true)};
const registration a_wake_that_comes_late{one_shot_model("taken", statement, "ow|f|f")};

}  // namespace
}  // namespace wyn::models::one_shot_taken
