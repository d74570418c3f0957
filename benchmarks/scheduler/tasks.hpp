// tasks: the body that every scheduler runs, and the account that is checked after it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "benchmarks/scheduler/measure.hpp"

namespace wyn::benchmarks {

/// Marks the task's id, and counts it for the thread that runs it: a count that all threads share would cost more than
/// the task.
class account {
 public:
  explicit account(std::size_t tasks) : tasks_(tasks), seen_(std::make_unique<std::uint8_t[]>(tasks)) {}

  void ran(std::size_t id) noexcept {
    ++seen_[id];
    std::atomic<std::size_t>& own = counts_[slot()].done;
    own.store(own.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  /// Until all have run; the calling thread runs none of them.
  void wait() const noexcept {
    while (done() != tasks_) std::this_thread::yield();
  }

  /// Each once; ready for the next round.
  void check() {
    for (std::size_t id = 0; id < tasks_; ++id) {
      expect(seen_[id] == 1, "a task did not run exactly once");
      seen_[id] = 0;
    }
    for (count& each : counts_) each.done.store(0, std::memory_order_relaxed);
  }

 private:
  struct alignas(64) count {
    std::atomic<std::size_t> done{0};
  };

  [[nodiscard]] std::size_t done() const noexcept {
    std::size_t sum = 0;
    for (const count& each : counts_) sum += each.done.load(std::memory_order_acquire);
    return sum;
  }

  static std::size_t slot() noexcept {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t mine = next.fetch_add(1);
    expect(mine < most_threads, "more threads than the account has room for");
    return mine;
  }

  static constexpr std::size_t most_threads = 64;
  const std::size_t tasks_;
  std::unique_ptr<std::uint8_t[]> seen_;
  std::array<count, most_threads> counts_{};
};

}  // namespace wyn::benchmarks
