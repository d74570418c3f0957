// A fork that waits while its forker runs a leaf without a call becomes stealable: a worker without work asks for it.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "stress/options.hpp"
#include "wyn/parallel.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

constexpr int trials = 1000;
constexpr std::chrono::seconds patience{1};

double us_since(sync::time_point start) {
  return std::chrono::duration<double, std::micro>(sync::now() - start).count();
}

// Ends when the other branch has begun elsewhere, or after a second. ThreadSanitizer delivers signals where the program
// calls something that it intercepts: there the leaf has such a call.
void leaf(const sync::atomic<bool>& stolen) {
  const auto give_up = sync::now() + patience;
  while (!stolen.load(sync::acquire<"stress.leaf.stolen">) && sync::now() < give_up) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    ::usleep(1);
#endif
#endif
  }
}

// The first fork answers the thief's wish; the second one is hidden until somebody asks. How long until it begins, in
// us; a second or more: not at all.
double hidden_fork() {
  sync::atomic<bool> stolen{false};
  double took = 0;
  parallel_invoke(
      [&] {
        const auto start = sync::now();
        parallel_invoke([&] { leaf(stolen); },
                        [&] {
                          took = us_since(start);
                          stolen.store(true, sync::release<"stress.branch.stolen">);
                        });
      },
      [] {});
  return took;
}

void report(const char* thief, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const double median = times[times.size() / 2];
  const double p99 = times[times.size() * 99 / 100];
  std::printf("%s median %.1f us, p99 %.1f us, longest %.1f us (bounds: 100 and 5000)\n", thief, median, p99, times.back());
  EXPECT_LT(times.back(), 1e6) << "a fork stayed hidden";
}

void try_often(const char* thief, unsigned search_rounds, unsigned pause) {
  scheduler workers({.workers = 2, .search_rounds = search_rounds});
  std::vector<double> times;
  for (int i = 0; i < trials; ++i) {
    task_group group(workers);
    group.spawn([&] { times.push_back(hidden_fork()); });
    group.wait();
    if (pause != 0) ::usleep(pause);
  }
  report(thief, times);
}

TEST(scheduler_exposure, with_the_thief_parked) {
  try_often("parked thief:", sync::search_rounds, 200);
}

TEST(scheduler_exposure, with_the_thief_searching) {
  try_often("searching thief:", 20'000, 0);
}

}  // namespace
}  // namespace wyn::stress
