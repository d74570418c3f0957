// From a spawn into an idle scheduler to the start of the task, beside a bare futex wake.
//
//   wake [SAMPLES, 5000 by default]
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "benchmarks/scheduler/measure.hpp"
#include "wyn/scheduler.hpp"

namespace wyn::benchmarks {
namespace {

constexpr unsigned pause_between = 300;  // us, so that everybody sleeps

// A thread that sleeps on a word and notes when it wakes.
class bare_sleeper {
 public:
  bare_sleeper() : thread_([this] { sleep_and_note(); }) {}
  ~bare_sleeper() {
    over_ = true;
    wake();
    thread_.join();
  }

  double once() {
    noted_ = false;
    ::usleep(pause_between);
    start_ = clock_type::now();
    wake();
    while (!noted_.load(std::memory_order_acquire)) ::usleep(20);
    return took_ * 1e6;
  }

 private:
  void wake() {
    word_.fetch_add(1);
    ::syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }
  void sleep_and_note() {
    for (std::uint32_t seen = 0; !over_; ++seen) {
      while (word_.load() == seen) ::syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, seen, nullptr, nullptr, 0);
      took_ = seconds_since(start_);
      noted_.store(true, std::memory_order_release);
    }
  }

  std::atomic<std::uint32_t> word_{0};
  std::atomic<bool> over_{false};
  std::atomic<bool> noted_{false};
  clock_type::time_point start_;
  double took_ = 0;
  std::thread thread_;
};

double spawn_once(scheduler& workers) {
  std::atomic<bool> noted{false};
  double took = 0;
  ::usleep(pause_between);
  const auto start = clock_type::now();
  workers.spawn([&] {
    took = seconds_since(start);
    noted.store(true, std::memory_order_release);
  });
  while (!noted.load(std::memory_order_acquire)) ::usleep(20);
  return took * 1e6;
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  const int samples = argument(argc, argv, 5000);
  wyn::scheduler workers({.workers = 2});
  bare_sleeper sleeper;
  std::vector<subject> both{{"wyn, spawn to start", [&] { return spawn_once(workers); }},
                            {"futex wake to running", [&] { return sleeper.once(); }}};
  alternate(both, samples, {});
  print(both, "us");
  hold("median against the bare wake", both[0].taken.median() / both[1].taken.median(), 1.2);
  const double ours = both[0].taken.quantile(0.99);
  const double theirs = both[1].taken.quantile(0.99);
  hold("p99 (" + std::to_string(ours) + " us) against the bare wake's", ours / theirs, 1.5);
  return 0;
}
