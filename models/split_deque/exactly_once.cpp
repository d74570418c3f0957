// holds: every element leaves exactly once, by take or by steal, whoever races for it.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_exactly_once {
namespace {

constexpr auto statement = "every element leaves exactly once, whoever races for it";

const registration last_element{split_model<4>("exactly_once", statement, {"px:t|s", 0, true})};
const registration reclaimed{split_model<4>("exactly_once", statement, {"ppx:ttp|ss"})};
// The word returns to an old value while the slot has another element.
const registration republished{split_model<4>("exactly_once", statement, {"px:tpx|ss"})};
const registration wanted{split_model<4>("exactly_once", statement, {"pptpt|ss"})};
const registration two_thieves{split_model<4>("exactly_once", statement, {"ppx:tp|s|s"})};

}  // namespace
}  // namespace wyn::models::split_exactly_once
