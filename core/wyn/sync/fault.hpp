// fault: lets the k-th of something fail, once, so that a test can see what comes of it. Checked builds only.
#pragma once

#include <atomic>
#include <cstdint>

namespace wyn::sync {

/// What shall fail after how many successes. Thread-safe; lock-free.
class fault {
 public:
  constexpr fault() noexcept = default;

  /// Lets it fail once, after so many successes.
  void after(std::uint64_t successes) noexcept { successes_left_.store(successes, std::memory_order_relaxed); }
  /// Takes that back. False: it has happened already, or was never asked for.
  bool never() noexcept { return successes_left_.exchange(none, std::memory_order_relaxed) != none; }
  /// Counts one attempt. True: it must fail.
  bool strikes() noexcept {
    std::uint64_t left = successes_left_.load(std::memory_order_relaxed);
    while (left != none) {
      const std::uint64_t next = left == 0 ? none : left - 1;
      if (successes_left_.compare_exchange_weak(left, next, std::memory_order_relaxed)) return left == 0;
    }
    return false;
  }

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};
  std::atomic<std::uint64_t> successes_left_{none};
};

}  // namespace wyn::sync
