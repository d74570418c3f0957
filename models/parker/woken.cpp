// holds: a park returns after an unpark, sees what came before it, and may free the parker at once.
#include "models/parker/program.hpp"

namespace wyn::models::parker_woken {
namespace {

constexpr auto statement = "a park returns after an unpark, and sees what came before it";

const registration asleep_or_not{parker_model("woken", statement, "p|u", true)};
const registration freed_at_once{parker_model("woken", statement, "px|u", true)};
const registration without_sleeping{parker_model("woken", statement, "t|u", true)};

}  // namespace
}  // namespace wyn::models::parker_woken
