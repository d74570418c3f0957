// exposure: how long a fork stays hidden while its forker runs a leaf without a call.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "stress/sanitizer.hpp"
#include "wyn/parallel.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {

inline constexpr int trials = 1000;
inline constexpr std::chrono::seconds patience{1};

inline double us_since(sync::time_point start) {
  return std::chrono::duration<double, std::micro>(sync::now() - start).count();
}

// Ends when the other branch has begun elsewhere, or after a second. ThreadSanitizer delivers signals where the program
// calls something that it intercepts: there the leaf has such a call.
inline void leaf(const sync::atomic<bool>& stolen) {
  const auto give_up = sync::now() + patience;
  while (!stolen.load(sync::acquire<"stress.leaf.stolen">) && sync::now() < give_up) {
#if WYN_THREAD_SANITIZER
    ::usleep(1);
#endif
  }
}

// The first fork answers the thief's wish; the second one is hidden until somebody asks. How long until it begins, in
// us; a second or more: not at all.
inline double hidden_fork() {
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

struct exposure_times {
  double median;
  double p99;
  double longest;
};

/// A thousand trials, in us. `pause`: us between two, so that the thief parks; 0: it searches.
inline exposure_times try_exposure(unsigned search_rounds, unsigned pause) {
  scheduler workers({.workers = 2, .search_rounds = search_rounds});
  std::vector<double> times;
  for (int i = 0; i < trials; ++i) {
    task_group group(workers);
    group.spawn([&times] { times.push_back(hidden_fork()); });
    group.wait();
    if (pause != 0) ::usleep(pause);
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times[times.size() * 99 / 100], times.back()};
}

/// The thief parks between the trials, or searches all the time.
inline exposure_times expose_to_parked_thief() {
  return try_exposure(sync::search_rounds, 200);
}
inline exposure_times expose_to_searching_thief() {
  return try_exposure(20'000, 0);
}

}  // namespace wyn::stress
