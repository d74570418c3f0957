// parallel_for on two threads beside oneTBB's: a hundred million trivial bodies, ten thousand uneven ones.
//
//   for [ROUNDS]
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/algorithms/uneven.hpp"
#include "benchmarks/scheduler/measure.hpp"
#include "wyn/algorithms/parallel_for.hpp"

namespace wyn::benchmarks {
namespace {

constexpr int trivial = 100'000'000;
constexpr int uneven = 10'000;

// Each element is counted, so that a position which is left out or comes twice is seen.
struct counted_bodies {
  std::vector<std::uint16_t> seen = std::vector<std::uint16_t>(trivial);
  std::uint16_t times = 0;
  void expect_all() {
    ++times;
    for (const std::uint16_t one : seen) expect(one == times, "a position of parallel_for");
  }
};

template <typename For>
double time_trivial(counted_bodies& bodies, For parallel) {
  std::uint16_t* const seen = bodies.seen.data();
  const auto start = clock_type::now();
  parallel(trivial, [seen](int i) { ++seen[i]; });
  const double taken = seconds_since(start) * 1e3;
  bodies.expect_all();
  return taken;
}

template <typename For>
double time_uneven(const std::vector<std::uint32_t>& expected, For parallel) {
  std::vector<std::uint32_t> results(uneven);
  const auto start = clock_type::now();
  parallel(uneven,
           [&results](int i) { results[static_cast<std::size_t>(i)] = uneven_work(static_cast<std::size_t>(i)); });
  const double taken = seconds_since(start) * 1e3;
  expect(results == expected, "an uneven body of parallel_for");
  return taken;
}

// Both in one alternating run, and nothing else: what the other work leaves in the caches would favour one of them.
void compare(const std::string& what, int rounds, std::function<double()> on_wyn, std::function<double()> on_tbb) {
  std::vector<subject> subjects{{what + ", wyn", std::move(on_wyn)}, {what + ", oneTBB", std::move(on_tbb)}};
  alternate(subjects, rounds);
  print(subjects, "ms");
  hold_not_slower(what + ", wyn by oneTBB", subjects[0].taken, subjects[1].taken);
}

void measure(int rounds) {
  scheduler workers({.workers = 1});
  const auto here = workers.attach();
  tbb::task_arena arena(2);
  const auto on_wyn = [&](int count, auto body) { parallel_for(workers, 0, count, body); };
  const auto on_tbb = [&](int count, auto body) { arena.execute([&] { tbb::parallel_for(0, count, body); }); };
  counted_bodies bodies;  // the same memory for both: one array's pages may be slower than another's
  compare(
      "10^8 trivial bodies", rounds, [&] { return time_trivial(bodies, on_wyn); },
      [&] { return time_trivial(bodies, on_tbb); });
  std::vector<std::uint32_t> expected(uneven);
  for (std::size_t i = 0; i < uneven; ++i) expected[i] = uneven_work(i);
  compare(
      "10^4 uneven bodies", rounds, [&] { return time_uneven(expected, on_wyn); },
      [&] { return time_uneven(expected, on_tbb); });
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  wyn::benchmarks::measure(wyn::benchmarks::argument(argc, argv, 41));
}
