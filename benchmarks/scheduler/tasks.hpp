// tasks: the body that every scheduler runs, and the account that is checked after it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "benchmarks/scheduler/measure.hpp"

namespace wyn::benchmarks {

/// Marks the task's id and counts it.
class account {
 public:
  explicit account(std::size_t tasks) : tasks_(tasks), seen_(std::make_unique<std::uint8_t[]>(tasks)) {}

  void ran(std::size_t id) noexcept {
    ++seen_[id];
    done_.fetch_add(1, std::memory_order_release);
  }

  /// Until all have run; the calling thread runs none of them.
  void wait() const noexcept {
    while (done_.load(std::memory_order_acquire) != tasks_) std::this_thread::yield();
  }

  /// Each once; ready for the next round.
  void check() {
    for (std::size_t id = 0; id < tasks_; ++id) {
      expect(seen_[id] == 1, "a task did not run exactly once");
      seen_[id] = 0;
    }
    done_.store(0, std::memory_order_relaxed);
  }

 private:
  const std::size_t tasks_;
  std::unique_ptr<std::uint8_t[]> seen_;
  alignas(64) std::atomic<std::size_t> done_{0};
};

}  // namespace wyn::benchmarks
