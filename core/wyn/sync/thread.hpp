// Threads: creation, which a test may let fail, and a small number for the calling thread.
#pragma once

#include <cstdint>
#include <functional>
#include <thread>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// A small number, different for every thread of the process while it lives; under the model the modelled thread's
/// index. Any thread; wait-free after the first call.
[[nodiscard]] unsigned this_thread_number() noexcept;

#if !defined(WYN_WORLD_MODEL)

/// Lets another thread run, if one is ready. Any thread.
void yield_this_thread() noexcept;

/// A thread that is joined at the latest when it is destroyed. It starts with every signal blocked, so that the
/// process's signals go to the program's own threads.
class thread {
 public:
  thread() noexcept = default;

  /// Starts `body`. Throws std::system_error when the system refuses, with nothing started.
  explicit thread(std::function<void()> body);

  thread(thread&&) noexcept = default;
  thread& operator=(thread&& other) noexcept;
  ~thread();

  /// Waits for the end. Blocking; the thread that holds the object.
  void join();

 private:
  std::thread thread_;
};

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
/// Lets the thread creation after the next `successes` fail, once. Any thread.
void fail_thread_creation_after(std::uint64_t successes) noexcept;
#endif

#endif

}  // namespace wyn::sync
