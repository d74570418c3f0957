// holds: take_newest takes the element that it names or changes nothing, against thieves and the handler.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_take_newest {
namespace {

constexpr auto statement = "take_newest takes the element that it names or changes nothing";

const registration private_only{split_model<4>("take_newest", statement, {"p:pJjj|s"})};
const registration beside_a_thief{split_model<4>("take_newest", statement, {"ppx:Jjjp|ss"})};
const registration beside_the_handler{split_model<4>("take_newest", statement, {"!pjppJj|rihs"})};

}  // namespace
}  // namespace wyn::models::split_take_newest
