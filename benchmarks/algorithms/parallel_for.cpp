// parallel_for on two threads beside oneTBB's: a hundred million trivial bodies, ten thousand uneven ones.
//
//   for [ROUNDS]
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstdint>
#include <vector>

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

// From none to 40,000 steps, most of them short.
std::uint32_t work(int i) {
  const auto steps = static_cast<std::uint32_t>(i) * 7919U % 2000U * (i % 97 == 0 ? 20U : 1U);
  auto value = static_cast<std::uint32_t>(i);
  for (std::uint32_t k = 0; k < steps; ++k) value = value * 1664525U + 1013904223U;
  return value;
}

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
  parallel(uneven, [&results](int i) { results[static_cast<std::size_t>(i)] = work(i); });
  const double taken = seconds_since(start) * 1e3;
  expect(results == expected, "an uneven body of parallel_for");
  return taken;
}

void measure(int rounds) {
  scheduler workers({.workers = 1});
  const auto here = workers.attach();
  tbb::task_arena arena(2);
  const auto on_wyn = [&](int count, auto body) { parallel_for(workers, 0, count, body); };
  const auto on_tbb = [&](int count, auto body) { arena.execute([&] { tbb::parallel_for(0, count, body); }); };
  counted_bodies bodies;  // the same memory for both: one array's pages may be slower than another's
  std::vector<std::uint32_t> expected(uneven);
  for (int i = 0; i < uneven; ++i) expected[static_cast<std::size_t>(i)] = work(i);
  std::vector<subject> subjects{{"10^8 trivial bodies, wyn", [&] { return time_trivial(bodies, on_wyn); }},
                                {"10^8 trivial bodies, oneTBB", [&] { return time_trivial(bodies, on_tbb); }},
                                {"10^4 uneven bodies, wyn", [&] { return time_uneven(expected, on_wyn); }},
                                {"10^4 uneven bodies, oneTBB", [&] { return time_uneven(expected, on_tbb); }}};
  alternate(subjects, rounds, std::chrono::milliseconds(20));
  print(subjects, "ms");
  const auto ratio = [&](std::size_t i) { return subjects[i].taken.median() / subjects[i + 1].taken.median(); };
  hold("10^8 trivial bodies, wyn by oneTBB", ratio(0), 1.0);
  hold("10^4 uneven bodies, wyn by oneTBB", ratio(2), 1.0);
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  wyn::benchmarks::measure(wyn::benchmarks::argument(argc, argv, 7));
}
