// holds: private work of an owner that runs on is found, published by its handler, and run by another worker.
#include "models/idle/program.hpp"

namespace wyn::models::hidden_work {
namespace {

constexpr auto statement = "what a running task has pushed is run by a worker that has nothing else to do";

const registration behind_a_spin{idle_model("hidden_work", statement, {"behind_a_spin", 2, "", {"1!"}, "0-", false})};

}  // namespace
}  // namespace wyn::models::hidden_work
