// Bytes resident per pending task with an inline closure, at the peak; and whether memory stays flat.
//
//   memory [MILLIONS of spawns for the second part, 100 by default]
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "benchmarks/scheduler/measure.hpp"
#include "wyn/task_group.hpp"

namespace wyn::benchmarks {
namespace {

constexpr double growth_step = 526'592;  // a slab of records with its blocks' headers, as core/README.md has it

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  double resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

// One worker, kept busy while the tasks pile up.
void pending(std::size_t tasks) {
  scheduler workers({.workers = 1});
  std::atomic<bool> blocked{false};
  std::atomic<bool> over{false};
  std::atomic<std::size_t> ran{0};
  task_group group(workers);
  group.spawn([&] {
    blocked.store(true);
    while (!over.load()) ::usleep(1000);
  });
  while (!blocked.load()) ::usleep(1000);
  const double before = resident_bytes();
  for (std::size_t i = 0; i < tasks; ++i)
    workers.spawn([&ran, a = i, b = i, c = i, d = i] { ran += a == b && c == d; });
  const double bytes = resident_bytes() - before;
  over.store(true);
  group.wait();
  workers.shutdown();
  expect(ran.load() == tasks, "tasks were lost");
  std::printf("%zu pending tasks: %.1f bytes each, with one growth step of %.0f bytes\n", tasks,
              bytes / static_cast<double>(tasks), growth_step);
  hold("bytes per pending task, less one growth step", (bytes - growth_step) / static_cast<double>(tasks), 80);
}

void flat(int millions) {
  constexpr int per_round = 10'000;
  scheduler workers({.workers = 2});
  std::atomic<long> ran{0};
  const auto round = [&] {
    task_group group(workers);
    for (int i = 0; i < per_round; ++i) group.spawn([&ran] { ran.fetch_add(1, std::memory_order_relaxed); });
    group.wait();
  };
  for (int i = 0; i < 100; ++i) round();
  const double before = resident_bytes();
  for (int i = 0; i < millions; ++i) {
    for (int k = 0; k < 100; ++k) round();
    std::fprintf(stderr, "\r  %d of %d million", i + 1, millions);
  }
  std::fprintf(stderr, "\r%40s\r", "");
  expect(ran.load() == (millions + 1L) * 1'000'000, "tasks were lost");
  hold("growth over " + std::to_string(millions) + " million spawns in rounds of 10,000, bytes",
       resident_bytes() - before, growth_step);
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  const int millions = argument(argc, argv, 100);
  pending(1'000'000);
  flat(millions);
  return 0;
}
