// measure: alternating rounds of several subjects, and what is said about them.
#pragma once

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace wyn::benchmarks {

using clock_type = std::chrono::steady_clock;

inline double seconds_since(clock_type::time_point start) {
  return std::chrono::duration<double>(clock_type::now() - start).count();
}

/// What the process has used so far, by all of its threads.
inline double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// What one subject took, round by round.
struct series {
  std::vector<double> values;
  [[nodiscard]] double quantile(double q) const {
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
  }
  [[nodiscard]] double median() const { return quantile(0.5); }
  [[nodiscard]] double minimum() const { return quantile(0); }
  [[nodiscard]] double maximum() const { return quantile(1); }
};

/// One of the things that are compared: `once` does the work and returns its figure.
struct subject {
  std::string name;
  std::function<double()> once;
  series taken{};
};

/// While it lives, this thread and the threads that it starts run on one processor, the same for all subjects: another one
/// may be slower, when its core is shared.
class on_one_processor {
 public:
  on_one_processor() {
    cpu_set_t one;
    CPU_ZERO(&one);
    sched_getaffinity(0, sizeof(all_), &all_);
    for (std::size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i) {
      if (CPU_ISSET(i, &all_)) CPU_SET(i, &one);
    }
    sched_setaffinity(0, sizeof(one), &one);
  }
  ~on_one_processor() { sched_setaffinity(0, sizeof(all_), &all_); }
  on_one_processor(const on_one_processor&) = delete;
  on_one_processor& operator=(const on_one_processor&) = delete;

 private:
  cpu_set_t all_{};
};

/// Every subject once per round, one after the other, so that a change of the machine's speed meets all of them, and
/// backwards in every other round, so that what one leaves in the caches does not always favour the same. A round before
/// the first is not counted. Before each one all sleep for `rest`: workers of the last one may be awake for a while, and
/// would take the next one's time.
inline void alternate(std::vector<subject>& subjects, int rounds,
                      std::chrono::milliseconds rest = std::chrono::milliseconds(20)) {
  for (subject& each : subjects) each.once();
  std::vector<subject*> order;
  for (subject& each : subjects) order.push_back(&each);
  for (int round = 0; round < rounds; ++round, std::reverse(order.begin(), order.end())) {
    for (subject* const each : order) {
      std::fprintf(stderr, "\r  round %d of %d: %-30s", round + 1, rounds, each->name.c_str());
      std::this_thread::sleep_for(rest);
      each->taken.values.push_back(each->once());
    }
  }
  std::fprintf(stderr, "\r%60s\r", "");
}

inline void print(const std::vector<subject>& subjects, const char* unit) {
  std::printf("%-44s %10s %10s %10s  %s\n", "", "median", "minimum", "maximum", unit);
  for (const subject& each : subjects) {
    std::printf("%-44s %10.3f %10.3f %10.3f\n", each.name.c_str(), each.taken.median(), each.taken.minimum(),
                each.taken.maximum());
  }
}

/// A line with its bound. Returns whether it holds.
inline bool hold(const std::string& what, double value, double at_most) {
  const bool holds = value <= at_most;
  std::printf("%-6s %s: %.3f, at most %.3f\n", holds ? "holds" : "OVER", what.c_str(), value, at_most);
  return holds;
}

/// Where the median of the rounds' ratios lies with 95 %, by the ranks of a sign test; of few rounds, all of them.
struct interval {
  double least;
  double most;
};
inline interval ratios(const series& ours, const series& theirs) {
  series of_rounds;
  for (std::size_t i = 0; i < ours.values.size(); ++i) of_rounds.values.push_back(ours.values[i] / theirs.values[i]);
  std::sort(of_rounds.values.begin(), of_rounds.values.end());
  const auto rounds = static_cast<double>(of_rounds.values.size());
  const auto below = static_cast<std::size_t>(std::max(0.0, 0.5 - 0.98 / std::sqrt(rounds)) * (rounds - 1));
  return {of_rounds.values[below], of_rounds.values[of_rounds.values.size() - 1 - below]};
}

/// The line of a subject that may not be slower than another of its alternating run, and how much the rounds can tell.
inline void hold_not_slower(const std::string& what, const series& ours, const series& theirs) {
  hold(what, ours.median() / theirs.median(), 1);
  const interval likely = ratios(ours, theirs);
  std::printf("%-6s by rounds %.3f to %.3f%s\n", "", likely.least, likely.most,
              likely.least <= 1 && likely.most >= 1 ? ": these rounds cannot tell which is slower" : "");
}

/// A wrong result is a failure, not a figure.
inline void expect(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "wrong result: %s\n", what);
  std::exit(1);
}

/// A number on the command line, or what holds without one.
inline int argument(int argc, char** argv, int otherwise) {
  if (argc == 1) return otherwise;
  char* end = nullptr;
  const long given = argc == 2 ? std::strtol(argv[1], &end, 10) : 0;
  if (given >= 1 && given <= 1'000'000 && *end == '\0') return static_cast<int>(given);
  std::fprintf(stderr, "usage: %s [ROUNDS], a number from 1 to 1000000\n", argv[0]);
  std::exit(2);
}

}  // namespace wyn::benchmarks
