// A program that links wyn. Exit status 0: what it did came out right.
#include <wyn/algorithms/parallel_sort.hpp>
#include <wyn/future.hpp>
#include <wyn/parallel.hpp>
#include <wyn/task_group.hpp>

#include <vector>

namespace {

long fib(long n) {
  if (n < 2) return n;
  long left = 0;
  long right = 0;
  wyn::parallel_invoke([&] { left = fib(n - 1); }, [&] { right = fib(n - 2); });
  return left + right;
}

bool runs_each_once(wyn::scheduler& workers) {
  std::vector<int> ran(10'000);
  wyn::task_group group(workers);
  for (int& one : ran) group.spawn([&one] { ++one; });
  group.wait();
  return ran == std::vector<int>(ran.size(), 1);
}

bool sorts(wyn::scheduler& workers) {
  std::vector<int> numbers;
  for (int i = 0; i < 100'000; ++i) numbers.push_back(i * 7919 % 100'000);
  wyn::parallel_sort(workers, numbers.begin(), numbers.end());
  return numbers.front() == 0 && numbers[50'000] == 50'000 && numbers.back() == 99'999;
}

// The library throws it, and the program knows it.
bool refuses_when_closed(wyn::scheduler& workers) {
  workers.shutdown();
  try {
    workers.spawn([] {});
  } catch (const wyn::scheduler_closed&) {
    return true;
  }
  return false;
}

}  // namespace

int main() {
  wyn::scheduler workers({.workers = 2});
  const bool forks = wyn::async(workers, [] { return fib(20); }).get() == 6765;
  const bool right = runs_each_once(workers) && sorts(workers) && forks && refuses_when_closed(workers);
  return right ? 0 : 1;
}
