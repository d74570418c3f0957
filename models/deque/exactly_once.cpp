// holds: every element leaves exactly once, by take or by steal, whoever races for it.
#include "models/deque/program.hpp"

namespace wyn::models::exactly_once {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "every element leaves exactly once, whoever races for it";

const registration last_element{deque_model<subject>("exactly_once", statement, {"pt|s", {4, 0}, true})};
const registration two_elements{deque_model<subject>("exactly_once", statement, {"ppt|s", {4, 0}, true})};
// The smallest shape that needs the fences: two thieves' claims, the second by way of the first.
const registration both_fences{deque_model<subject>("exactly_once", statement, {"pptt|ss"})};
const registration taken_empty_again{deque_model<subject>("exactly_once", statement, {"ptpt|s"})};
const registration two_thieves{deque_model<subject>("exactly_once", statement, {"ppt|s|s"})};

}  // namespace
}  // namespace wyn::models::exactly_once
