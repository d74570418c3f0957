// holds: whatever is published while workers go to sleep is run, and nobody rests beside it.
#include "models/idle/program.hpp"

namespace wyn::models::lost_wake_up {
namespace {

constexpr auto statement = "no worker rests beside work that nobody looks for";

const registration outside{endless(idle_model("lost_wake_up", statement, {"outside", 1, "0dc", {}, ""}))};
const registration for_two{idle_model("lost_wake_up", statement, {"for_two", 2, "01dc", {}, ""})};
const registration pushed{idle_model("lost_wake_up", statement, {"pushed", 2, "0dc", {"1"}, "", false})};

}  // namespace
}  // namespace wyn::models::lost_wake_up
