// Threads: creation, which a test may let fail, and a small number for the calling thread.
#pragma once

#include <pthread.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/world.hpp"

namespace wyn::sync {

class thread;

/// One more than the calling thread's number, which it gets here.
[[nodiscard]] unsigned number_this_thread() noexcept;

/// A small number, different for every thread of the process; under the model the modelled thread's index. Any thread;
/// wait-free.
[[nodiscard]] inline unsigned this_thread_number() noexcept {
#if defined(WYN_WORLD_MODEL)
  return model::thread_index();
#else
  const unsigned known = per_thread<thread, unsigned>();
  return (known != 0 ? known : number_this_thread()) - 1;
#endif
}

/// A moment of a loop that waits for another thread: on the processor a pause of some ten nanoseconds, in the model a
/// step that lets others go first. Any thread.
void pause_this_thread() noexcept;

// The model starts its threads by itself: there a program that uses what follows does not link.

/// Lets another thread run, if one is ready. Any thread.
void yield_this_thread() noexcept;

/// Sleeps so long and a little longer, and nobody can wake it. Any thread.
void rest_this_thread(std::chrono::microseconds length) noexcept;

/// Calls `action` in the child of every fork from now on, on its only thread. Throws std::bad_alloc.
void at_fork_in_child(void (*action)());

struct thread_options {
  std::size_t stack_size = 0;  // bytes, rounded up to whole pages and the system's minimum; 0: the system's default
  std::string name;            // of which the system shows 15 characters; empty: inherited
};

/// A thread that is joined at the latest when it is destroyed. It starts with a signal_block's signals blocked, so that the
/// process's signals go to the program's own threads.
class thread {
 public:
  thread() noexcept = default;

  /// Starts `body`. Throws std::system_error when the system refuses, with nothing started.
  explicit thread(std::function<void()> body, const thread_options& options = {});

  thread(thread&& other) noexcept : handle_(other.handle_), joinable_(std::exchange(other.joinable_, false)) {}
  thread& operator=(thread&& other) noexcept;
  ~thread();

  /// Waits for the end. Blocking; the thread that holds the object.
  void join();

  /// Forgets the thread: in the child of a fork, where it does not exist.
  void forget() noexcept { joinable_ = false; }

 private:
  pthread_t handle_{};
  bool joinable_ = false;
};

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
/// Lets the thread creation after the next `successes` fail, once. Any thread.
void fail_thread_creation_after(std::uint64_t successes) noexcept;
#endif

}  // namespace wyn::sync
