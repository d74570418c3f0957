// holds: a future's value is taken once, by a wait or a `then`, and its waiter runs no stranger.
#include <cstdlib>

#include "models/scheduler/future_program.hpp"

// What future.cpp does with a scheduler, which the model has not: the program waits by itself, and before it takes.
namespace wyn {
void future_base::wait() const {
  models::expect(is_ready(), "a future is taken before it is ready");
}
void future_base::refuse_without_state() {
  models::expect(false, "a future without a state is used"), std::abort();
}
}  // namespace wyn

namespace wyn::models::scheduler_future {
namespace {

constexpr auto statement = "a future's value is made once and taken once, and its waiter runs no stranger";

const registration wait{future_model(statement, "aw")};
const registration below_a_stranger{future_model(statement, "asw")};
const registration chain{future_model(statement, "anw")};
const registration chain_below_a_stranger{future_model(statement, "asnw")};
// The outer wait comes across a task that the inner wait needs, which sleeps.
const registration nested{future_model(statement, "cw")};
const registration wait_with_a_limit{future_model(statement, "asd")};
const registration left{future_model(statement, "anl")};
const registration all{future_model(statement, "aaA")};
const registration all_left{future_model(statement, "aaL")};
const registration any{future_model(statement, "aaY")};
const registration any_beside_another{future_model(statement, "baY")};
const registration any_and_leave_the_other{future_model(statement, "baV")};
const registration any_left{future_model(statement, "aaZ")};
// Stopped by the waiter before the task may have begun, and by a stranger beside both tasks.
const registration stopped{future_model(statement, "akw")};
const registration stopped_beside_a_then{future_model(statement, "aKnw")};
// Shut down while its tasks are queued.
const registration cancelled{future_model(statement, "anl", true)};

}  // namespace
}  // namespace wyn::models::scheduler_future
