// holds: a value that nobody wants is freed with its state by the last of the two.
#include "models/one_shot/program.hpp"

namespace wyn::models::one_shot_left {
namespace {

constexpr auto statement = "who is last frees a state that its taker left, and sees what the other did";

const registration at_once{one_shot_model("left", statement, "x|f", true)};
const registration after_a_wish{one_shot_model("left", statement, "y|f", true)};

}  // namespace
}  // namespace wyn::models::one_shot_left
