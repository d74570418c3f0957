// together: threads that start at the same time.
#pragma once

#include <sched.h>

#include <functional>
#include <vector>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::stress {

/// Where threads wait for each other before they begin. It yields, so that few cores are enough.
class start_line {
 public:
  explicit start_line(unsigned threads) noexcept : threads_(threads) {}

  void wait() noexcept {
    arrived_.fetch_add(1, sync::acq_rel<"stress.start.arrive">);
    while (arrived_.load(sync::acquire<"stress.start.wait">) < threads_) ::sched_yield();
  }

 private:
  const unsigned threads_;
  sync::atomic<unsigned> arrived_{0};
};

/// Runs body(0) on the calling thread and body(1) to body(others) on threads of their own, from a common
/// start, and returns when all have ended.
inline void run_together(unsigned others, const std::function<void(unsigned)>& body) {
  start_line start{others + 1};
  std::vector<sync::thread> threads;
  for (unsigned i = 1; i <= others; ++i) {
    threads.emplace_back([&start, &body, i] {
      start.wait();
      body(i);
    });
  }
  start.wait();
  body(0);
}

}  // namespace wyn::stress
