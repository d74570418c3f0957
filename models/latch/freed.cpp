// holds: the forker sees the branch's result and may free the latch at once, however it waited.
#include "models/latch/program.hpp"

namespace wyn::models::latch_freed {
namespace {

constexpr auto statement = "who sees the latch set sees the result, and may free the latch at once";

const registration by_looking{latch_model("freed", statement, "l|s", true)};
const registration by_waiting{latch_model("freed", statement, "w|s", true)};
const registration by_one_wish{latch_model("freed", statement, "p|s", true)};
const registration after_a_wish_taken_back{latch_model("freed", statement, "c|s", true)};

}  // namespace
}  // namespace wyn::models::latch_freed
