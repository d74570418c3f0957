// parallel_sort of ten million integers on two threads, beside oneTBB's.
//
//   sort [ROUNDS]
#include <oneapi/tbb/parallel_sort.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <vector>

#include "benchmarks/scheduler/measure.hpp"
#include "wyn/algorithms/parallel_sort.hpp"
#include "wyn/algorithms/parallel_stable_sort.hpp"
#include "wyn/sync/random.hpp"

namespace wyn::benchmarks {
namespace {

constexpr std::size_t count = 10'000'000;

template <typename Sort>
double time_sort(const std::vector<int>& numbers, const std::vector<int>& expected, Sort sort) {
  std::vector<int> sorted = numbers;
  const auto start = clock_type::now();
  sort(sorted);
  const double taken = seconds_since(start) * 1e3;
  expect(sorted == expected, "a sort");
  return taken;
}

void measure(int rounds) {
  scheduler workers({.workers = 1});
  const auto here = workers.attach();
  tbb::task_arena arena(2);
  sync::random choices{1};
  std::vector<int> numbers(count);
  for (int& one : numbers) one = static_cast<int>(choices.next());
  std::vector<int> expected = numbers;
  std::sort(expected.begin(), expected.end());
  const auto by = [&](auto sort) { return [&, sort] { return time_sort(numbers, expected, sort); }; };
  std::vector<subject> subjects{
      {"parallel_sort, wyn", by([&](auto& v) { parallel_sort(workers, v.begin(), v.end()); })},
      {"parallel_sort, oneTBB", by([&](auto& v) { arena.execute([&] { tbb::parallel_sort(v.begin(), v.end()); }); })},
      {"parallel_stable_sort, wyn", by([&](auto& v) { parallel_stable_sort(workers, v.begin(), v.end()); })},
      {"std::sort, one thread", by([&](auto& v) { std::sort(v.begin(), v.end()); })}};
  alternate(subjects, rounds);
  print(subjects, "ms");
  hold("parallel_sort of 10^7 integers, wyn by oneTBB", subjects[0].taken.median() / subjects[1].taken.median(), 1.0);
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  wyn::benchmarks::measure(wyn::benchmarks::argument(argc, argv, 7));
}
