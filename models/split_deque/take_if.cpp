// holds: take_if removes one element and keeps the others, against thieves and the handler.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_take_if {
namespace {

constexpr auto statement = "take_if removes one element and keeps the others in order";

const registration beside_a_thief{split_model<4>("take_if", statement, {"pppx:ft|ss"})};
const registration beside_the_handler{split_model<4>("take_if", statement, {"ppxp:pf|is"})};
const registration public_again{split_model<4>("take_if", statement, {"ppxp:f!|rS"})};

}  // namespace
}  // namespace wyn::models::split_take_if
