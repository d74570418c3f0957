// holds: a record that comes back from another thread is handed out again, once, and only after its last use.
#include "models/task_pool/program.hpp"

namespace wyn::models::remote_return {
namespace {

constexpr auto statement = "a record that comes back is handed out again, once, after its last use";

const registration reused_at_once{pool_model("remote_return", statement, {"a1:aa|x", 1, true})};
const registration by_two_threads{pool_model("remote_return", statement, {"a1a2:aaa|x|x", 2})};
// Asked meanwhile whether all are back.
const registration asked{pool_model("remote_return", statement, {"a1a1:ww|xx", 2})};
// Returned while the owner empties the stack, and again.
const registration one_after_the_other{pool_model("remote_return", statement, {"a1a1:ara|xx", 1})};

}  // namespace
}  // namespace wyn::models::remote_return
