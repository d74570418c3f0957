// starts: how soon a task starts, and what a pool costs that waits.
#pragma once

#include <unistd.h>

#include <atomic>
#include <fstream>

#include "benchmarks/peers/spawned.hpp"
#include "benchmarks/peers/works.hpp"

namespace wyn::benchmarks {

struct noted {
  std::atomic<bool> begun{false};
  clock_type::time_point start;
  double took = 0;  // ns

  void begins() {
    took = nanoseconds_since(start);
    begun.store(true, std::memory_order_release);
  }
  double wait() {
    while (!begun.load(std::memory_order_acquire)) ::usleep(20);
    begun.store(false, std::memory_order_relaxed);
    return took / 1e3;
  }
};

/// From a spawn to the start of the task, while the pool does what it does: us, median, p99 and p99.9.
template <typename Peer>
figures time_starts(typename Peer::pool& pool, std::size_t samples) {
  noted one;
  series taken;
  for (std::size_t i = 0; i < samples; ++i) {
    ::usleep(500);
    one.start = clock_type::now();
    pool.spawn([&one] { one.begins(); });
    taken.values.push_back(one.wait());
  }
  return {taken.quantile(0.5), taken.quantile(0.99), taken.quantile(0.999)};
}

/// Chains of 1 us tasks, each of which spawns the next one, have all threads busy while it lives.
template <typename Peer>
class busy_pool {
 public:
  busy_pool(typename Peer::pool& pool, unsigned chains) : pool_(pool), left_(chains) {
    for (unsigned i = 0; i < chains; ++i) next();
  }
  ~busy_pool() {
    over_ = true;
    while (left_ != 0) ::usleep(100);
  }
  busy_pool(const busy_pool&) = delete;
  busy_pool& operator=(const busy_pool&) = delete;

 private:
  void next() {
    pool_.spawn([this] { run(); });
  }
  void run() {
    const auto start = clock_type::now();
    while (nanoseconds_since(start) < 1000) {
    }
    if (!over_) next();
    else --left_;
  }

  typename Peer::pool& pool_;
  std::atomic<bool> over_{false};
  std::atomic<unsigned> left_;
};

template <typename Peer>
figures time_urgent(typename Peer::pool& pool, std::size_t samples, unsigned threads) {
  const busy_pool<Peer> load(pool, 16 * threads);
  return time_starts<Peer>(pool, samples);
}

/// Processor time per second of a pool that has nothing to do, ms.
template <typename Peer>
figures time_idle(typename Peer::pool& pool, std::size_t seconds) {
  account book(1000);
  static_cast<void>(time_outside<Peer>(pool, book, 1000));
  ::usleep(500'000);
  const double before = processor_seconds();
  ::sleep(static_cast<unsigned>(seconds));
  return {(processor_seconds() - before) * 1e3 / static_cast<double>(seconds)};
}

inline double resident_bytes() {
  std::ifstream statistics("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statistics >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Resident bytes per task, of tasks that wait for busy threads.
template <typename Peer>
figures measure_memory(typename Peer::pool& pool, std::size_t tasks, unsigned threads) {
  std::atomic<bool> over{false};
  std::atomic<unsigned> held{0};
  account book(tasks);
  for (unsigned i = 0; i < threads; ++i) {
    pool.spawn([&] {
      ++held;
      while (!over) ::usleep(1000);
    });
  }
  while (held != threads) ::usleep(100);
  const double before = resident_bytes();
  for (std::size_t id = 0; id < tasks; ++id) pool.spawn([&book, id] { book.ran(id); });
  const double grown = resident_bytes() - before;
  over = true;
  book.wait();
  book.check();
  return {grown / static_cast<double>(tasks)};
}

}  // namespace wyn::benchmarks
