// An owner allocates while one to eight threads return: each task runs once, in a record of its own.
#include "stress/task_pool/traffic.hpp"

namespace wyn::stress {
namespace {

void run_with(unsigned runners) {
  for_each_round([&](sync::random& choices) { traffic({.runners = runners}, choices).run(); });
}

TEST(task_pool_remote_return, from_one_thread) {
  run_with(1);
}
TEST(task_pool_remote_return, from_three_threads) {
  run_with(3);
}
TEST(task_pool_remote_return, from_eight_threads) {
  run_with(8);
}

TEST(task_pool_remote_return, of_a_pool_that_grows_record_by_record) {
  for_each_round([&](sync::random& choices) {
    traffic({.runners = 2, .tasks = 5000, .pending_at_most = 8, .slab_records = 1}, choices).run();
  });
}

}  // namespace
}  // namespace wyn::stress
