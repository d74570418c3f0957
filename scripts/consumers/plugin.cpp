// A shared object with a scheduler of its own, which is gone when the call returns.
#include <wyn/task_group.hpp>

#include <vector>

extern "C" [[gnu::visibility("default")]] int run_all() {
  std::vector<int> ran(1000);
  {
    wyn::scheduler workers({.workers = 2});
    wyn::task_group group(workers);
    for (int& one : ran) group.spawn([&one] { ++one; });
    group.wait();
  }
  return ran == std::vector<int>(ran.size(), 1) ? 0 : 1;
}
