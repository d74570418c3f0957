// holds: what a worker has in its private part is got from it while it runs on.
#include "models/scheduler/program.hpp"

namespace wyn::models::scheduler_hidden {
namespace {

constexpr auto statement = "a fork or a task of a worker that runs on is run by the other one";

const registration fork{flow_model("hidden", statement, {"fork", {"f12", "!2", ""}, "0"})};
const registration task{flow_model("hidden", statement, {"task", {"12!1!2", "", ""}, "0"})};

}  // namespace
}  // namespace wyn::models::scheduler_hidden
