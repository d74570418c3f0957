// A shared object with a scheduler of its own, which is gone when the call returns.
#include <wyn/future.hpp>
#include <wyn/task_group.hpp>

#include <vector>

extern "C" [[gnu::visibility("default")]] int run_all() {
  std::vector<int> ran(10'000);
  wyn::scheduler workers({.workers = 2});
  wyn::task_group group(workers);
  for (int& one : ran) group.spawn([&one] { ++one; });
  const int answer = wyn::async(workers, [] { return 42; }).get();
  group.wait();
  const auto here = workers.attach();
  wyn::task_group again(workers);
  for (int& one : ran) again.spawn([&one] { ++one; });
  again.wait();
  return answer == 42 && ran == std::vector<int>(ran.size(), 2) ? 0 : 1;
}
