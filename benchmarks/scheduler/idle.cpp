// What an idle scheduler of 64 workers costs: processor time, and context switches of its threads.
//
//   idle [SECONDS, 10 by default]
#include <dirent.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <map>

#include "benchmarks/scheduler/measure.hpp"
#include "wyn/task_group.hpp"

namespace wyn::benchmarks {
namespace {

long switches_in(const std::string& status) {
  std::ifstream lines(status);
  long sum = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("ctxt_switches:") != std::string::npos) sum += std::stol(line.substr(line.find(':') + 1));
  }
  return sum;
}

// Of every thread but the main one.
std::map<std::string, long> switches() {
  std::map<std::string, long> found;
  DIR* const tasks = ::opendir("/proc/self/task");
  for (const dirent* entry = ::readdir(tasks); entry != nullptr; entry = ::readdir(tasks)) {
    const std::string id = entry->d_name;
    if (id[0] != '.' && id != std::to_string(::getpid())) found[id] = switches_in("/proc/self/task/" + id + "/status");
  }
  ::closedir(tasks);
  return found;
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  const int seconds = argument(argc, argv, 10);
  wyn::scheduler workers({.workers = 64});
  wyn::task_group group(workers);
  for (int i = 0; i < 1000; ++i) group.spawn([] {});
  group.wait();
  ::usleep(500'000);
  const auto before = switches();
  const double used = processor_seconds();
  ::sleep(static_cast<unsigned>(seconds));
  const double spent = processor_seconds() - used;
  const auto after = switches();
  expect(before.size() == 64, "64 threads");
  double moved = 0;
  for (const auto& [thread, count] : after) moved += static_cast<double>(count - before.at(thread));
  std::printf("64 idle workers, %d s\n", seconds);
  hold("processor time, ms per second", spent * 1000 / seconds, 0.3);
  hold("context switches of worker threads", moved, 0);
  return 0;
}
