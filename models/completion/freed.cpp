// holds: who sees a group finished sees what its children did, and may free the completion at once.
#include "models/completion/program.hpp"

namespace wyn::models::completion_freed {
namespace {

constexpr auto statement = "who sees the group finished sees what its children did, and may free it at once";

const registration by_looking{completion_model("freed", statement, "a:d|f", true)};
const registration by_waiting{completion_model("freed", statement, "a:w|f")};
const registration by_one_wish{completion_model("freed", statement, "a:k|f", true)};
// The owner counts plainly while the others finish, so that the shared part is negative.
const registration beside_plain_counts{completion_model("freed", statement, "aaa:afk|fF")};
const registration two_finishers{completion_model("freed", statement, "aaa:fw|f|f")};
const registration two_finishers_one_wish{completion_model("freed", statement, "aa:k|f|f")};

}  // namespace
}  // namespace wyn::models::completion_freed
