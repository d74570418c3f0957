// Spawn to all-complete, per task: from a thread outside that never runs tasks, and from an attached main thread.
//
//   spawn outside|attached [ROUNDS]
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include "benchmarks/scheduler/tasks.hpp"
#include "wyn/task_group.hpp"

namespace wyn::benchmarks {
namespace {

constexpr int threads = 2;

double per_task(clock_type::time_point start, account& book, std::size_t tasks) {
  const double spent = seconds_since(start);
  book.check();
  return spent * 1e9 / static_cast<double>(tasks);
}

double from_outside(scheduler& workers, account& book, std::size_t tasks) {
  const auto start = clock_type::now();
  for (std::size_t id = 0; id < tasks; ++id) workers.spawn([&book, id] { book.ran(id); });
  book.wait();
  return per_task(start, book, tasks);
}

double from_outside(tbb::task_arena& arena, account& book, std::size_t tasks) {
  const auto start = clock_type::now();
  for (std::size_t id = 0; id < tasks; ++id) arena.enqueue([&book, id] { book.ran(id); });
  book.wait();
  return per_task(start, book, tasks);
}

double attached(scheduler& workers, account& book, std::size_t tasks) {
  const auto here = workers.attach();
  task_group group(workers);
  const auto start = clock_type::now();
  for (std::size_t id = 0; id < tasks; ++id) group.spawn([&book, id] { book.ran(id); });
  group.wait();
  return per_task(start, book, tasks);
}

double attached(tbb::task_arena& arena, account& book, std::size_t tasks) {
  clock_type::time_point start;
  arena.execute([&] {
    tbb::task_group group;
    start = clock_type::now();
    for (std::size_t id = 0; id < tasks; ++id) group.run([&book, id] { book.ran(id); });
    group.wait();
  });
  return per_task(start, book, tasks);
}

void compare(const char* what, double bound, int rounds,
             const std::function<double(bool, account&, std::size_t)>& once) {
  for (const std::size_t tasks : {std::size_t{10'000}, std::size_t{100'000}, std::size_t{1'000'000}}) {
    account book(tasks);
    std::vector<subject> both{
        {"wyn, " + std::to_string(tasks) + " tasks", [&] { return once(true, book, tasks); }},
        {"oneTBB, " + std::to_string(tasks) + " tasks", [&] { return once(false, book, tasks); }}};
    alternate(both, rounds);
    print(both, "ns per task");
    hold(std::string(what) + ", " + std::to_string(tasks) + " tasks, against oneTBB",
         both[0].taken.median() / both[1].taken.median(), bound);
  }
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  const std::string from = argc > 1 ? argv[1] : "";
  if (from != "outside" && from != "attached") {
    std::fprintf(stderr, "usage: spawn outside|attached [ROUNDS]\n");
    return 2;
  }
  const int rounds = argument(argc - 1, argv + 1, 7);
  if (from == "outside") {
    // The main thread runs no tasks: both have two threads of their own.
    wyn::scheduler workers({.workers = threads});
    const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads + 1);
    tbb::task_arena arena(threads, 0);
    compare("outside", 1.0, rounds, [&](bool ours, account& book, std::size_t tasks) {
      return ours ? from_outside(workers, book, tasks) : from_outside(arena, book, tasks);
    });
  } else {
    // The main thread is one of the two.
    wyn::scheduler workers({.workers = threads - 1});
    tbb::task_arena arena(threads, 1);
    compare("attached", 0.5, rounds, [&](bool ours, account& book, std::size_t tasks) {
      return ours ? attached(workers, book, tasks) : attached(arena, book, tasks);
    });
  }
  return 0;
}
