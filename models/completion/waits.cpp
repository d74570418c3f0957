// holds: a wish to be woken may be taken back and made again, and a group may be used again.
#include "models/completion/program.hpp"

namespace wyn::models::completion_waits {
namespace {

constexpr auto statement = "a wait taken back loses no wake, and leaves the count as it was";

const registration begun_twice{completion_model("waits", statement, "aa:eefk|f")};
const registration nothing_to_wait_for{completion_model("waits", statement, "a:feafk|", true)};

}  // namespace
}  // namespace wyn::models::completion_waits
