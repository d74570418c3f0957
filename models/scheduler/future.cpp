// holds: a future's value is taken once, by a wait or a `then`, and its waiter runs no stranger.
#include "models/scheduler/future_program.hpp"

namespace wyn::models::scheduler_future {
namespace {

constexpr auto statement = "a future's value is made once and taken once, and its waiter runs no stranger";

const registration wait{future_model(statement, "aw")};
const registration below_a_stranger{future_model(statement, "asw")};
const registration chain{future_model(statement, "anw")};
const registration chain_below_a_stranger{future_model(statement, "asnw")};
const registration wait_with_a_limit{future_model(statement, "asd")};
const registration left{future_model(statement, "anl")};
// Shut down while its tasks are queued.
const registration cancelled{future_model(statement, "anl", true)};

}  // namespace
}  // namespace wyn::models::scheduler_future
