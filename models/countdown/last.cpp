// holds: one arrival is the last, sees all parts, and may free them.
#include "models/countdown/program.hpp"

namespace wyn::models::countdown_last {
namespace {

constexpr auto statement = "one arrival is the last, sees all parts, and may free them";

const registration two{countdown_model("last", statement, "a|a", true)};
const registration one_thread_twice{countdown_model("last", statement, "aa|a", true)};
const registration three{countdown_model("last", statement, "a|a|a")};

}  // namespace
}  // namespace wyn::models::countdown_last
