// fresh_threads: threads that are new to wyn, so that what a thread needs at first has to be allocated. Checked builds only.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "stress/scheduler/until.hpp"
#include "wyn/runtime/thread_parker.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {

/// Calls what it is given on a thread of its own each time. All of them live on until this ends: what a thread leaves at its
/// end would be there for the next one.
class fresh_threads {
 public:
  /// Takes away what others have left. Nobody else allocates meanwhile.
  fresh_threads() {
    std::uint64_t before = 0;
    do {
      before = sync::memory_in_use().allocations;
      call([] { static_cast<void>(runtime::parker_of_this_thread()); });
    } while (sync::memory_in_use().allocations == before);
  }
  fresh_threads(const fresh_threads&) = delete;
  fresh_threads& operator=(const fresh_threads&) = delete;
  ~fresh_threads() {
    over_ = true;
    for (std::thread& one : threads_) one.join();
  }

  /// Returns when `body` has, and after `meanwhile`.
  void call(
      std::function<void()> body, const std::function<void()>& meanwhile = [] {}) {
    std::atomic<bool> returned{false};
    threads_.emplace_back([this, &returned, called = std::move(body)] {
      called();
      returned = true;
      until(over_);
    });
    meanwhile();
    until(returned);
  }

 private:
  std::atomic<bool> over_{false};
  std::vector<std::thread> threads_;
};

}  // namespace wyn::stress
