// scheduler: threads that run tasks. Spawn closures from anywhere, or attach the calling thread and spawn from it.
//
//   wyn::scheduler workers;
//   workers.spawn([] { ... });          // detached; the destructor waits for it
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "wyn/errors.hpp"
#include "wyn/runtime/bulk.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/spawned_task.hpp"
#include "wyn/runtime/watchdog.hpp"
#include "wyn/sync/source_location.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/sync/unload.hpp"

namespace wyn {

using sync::source_location;

/// What a scheduler is made with.
struct scheduler_options {
  unsigned workers = 0;                          ///< threads; 0: as many as usable_processors() says
  unsigned attachable = 4;                       ///< how many other threads may be attached at the same time
  std::size_t stack_size = 0;                    ///< of a worker, in bytes; 0: the system's default
  std::string name = "wyn";                      ///< the threads are called NAME-0, NAME-1, ...
  unsigned search_rounds = sync::search_rounds;  ///< looks around before a worker sleeps, at most; twice in a wait
  runtime::panic_handler on_panic{};  ///< gets what left a detached task, on any worker; empty, or if it throws:
                                      ///< print and terminate
  /// Longer waits for a group are reported, each once, by a thread of the scheduler's own; 0: nobody watches.
  std::chrono::nanoseconds long_wait{0};
  runtime::wait_handler on_long_wait{};  ///< gets the report, and must not throw; empty: print
};

/// What the workers have done so far, and the threads attached to them.
struct scheduler_stats {
  std::uint64_t spawned;    ///< tasks made by workers and attached threads, without forks
  std::uint64_t run;        ///< tasks run, and forks that another worker took
  std::uint64_t cancelled;  ///< tasks that ended without running
  std::uint64_t stolen;     ///< tasks and forks taken from another worker's queue
  std::uint64_t batches;    ///< steals that took them
  std::uint64_t parks;      ///< times a worker was about to sleep; its last look may have found something
  std::uint64_t wakes;      ///< sleepers woken by workers
  std::uint64_t inlined;    ///< forks and tasks that ran where they were made, since no queue had room
  std::uint64_t spilled;    ///< tasks that went to the inbox, since their worker's queue was full
  std::uint64_t exposures;  ///< interrupts that asked a worker to publish its work
  std::uint64_t queued;     ///< tasks and forks that lie in their queues now
  std::uint64_t waiting;    ///< tasks in the inbox now: from threads outside, and spilled
};

/// What becomes of tasks that have not begun.
enum class shutdown_mode {
  drain,    ///< everything that was accepted runs, and what that spawns
  abandon,  ///< tasks that have not begun are destroyed unrun
};

/// Worker threads, and what is queued for them. Any number of schedulers may exist at the same time.
class scheduler {
 public:
  class attachment;

  /// Starts the workers. Throws std::invalid_argument for options that make no sense, std::runtime_error where the system
  /// call membarrier is refused and nothing else will do, std::system_error if a thread is refused (those already started have
  /// ended then) or the interrupt signal, std::bad_alloc.
  explicit scheduler(const scheduler_options& options = {});
  scheduler(const scheduler&) = delete;
  scheduler& operator=(const scheduler&) = delete;

  /// shutdown(drain), if that has not been done. Ends the program if a worker of this scheduler calls it or a thread is
  /// still attached: there is nobody to tell. As for any object, every call by another thread has returned before.
  ~scheduler();

  /// Runs `body()` on some worker, some time. An exception that leaves it goes to on_panic.
  /// Any thread. Lock-free but for the growth of a pool or the inbox.
  /// Throws std::bad_alloc, scheduler_closed, scheduler_forked, and what moving the closure throws.
  template <typename Body>
  void spawn(Body&& body, source_location where = source_location::current()) {
    submit(std::forward<Body>(body), nullptr, runtime::spawn_location(where));
  }

  /// spawn(make(0)) to spawn(make(count - 1)), from outside some dozens at a time. When a call of make throws, it was the
  /// last, and what it made before runs; but beside a shutdown or without memory some of the last dozens that it made may
  /// be destroyed unrun. Otherwise as spawn.
  template <typename Make>
  void spawn_bulk(std::size_t count, Make&& make, source_location where = source_location::current()) {
    const runtime::spawn_location from(where);
    if (worker_here() == nullptr) return inject_bulk(count, make, from);
    for (std::size_t i = 0; i < count; ++i) submit(make(i), nullptr, from);
  }

  /// Makes the calling thread a worker until the result is destroyed, by this thread: its spawns go to a queue of its
  /// own, from which the workers steal, and it runs tasks while it waits. The interrupt signal (SIGURG) is unblocked.
  /// Throws std::logic_error if the thread is attached already, std::runtime_error if `attachable` threads are,
  /// scheduler_closed, scheduler_forked.
  [[nodiscard]] attachment attach();

  /// Refuses spawns from outside, lets the workers finish (or abandon) and joins them. Again: nothing happens. The
  /// result is how many tasks were destroyed unrun. One thread at a time, which is none of its workers. Blocking.
  /// Throws std::logic_error from a worker, beside another call, and while threads are attached: nothing has happened then.
  std::uint64_t shutdown(shutdown_mode mode = shutdown_mode::drain);

  /// How many threads it has. Any thread.
  [[nodiscard]] unsigned workers() const noexcept { return crew_.workers(); }

  /// Whether the calling thread is one of its workers, or attached to it. Any thread; wait-free.
  [[nodiscard]] bool runs_this_thread() const noexcept { return worker_here() != nullptr; }

  /// Any thread; exact when nobody acts.
  [[nodiscard]] scheduler_stats stats() noexcept;

 private:
  friend class task_group;
  friend class future_base;

  template <typename Body>
  void submit(Body&& body, runtime::group_core* group, runtime::spawn_location where) {
    static_assert(std::is_invocable_v<std::decay_t<Body>&>, "a task is called without arguments");
    submit_made(std::forward<Body>(body), [group, where](auto&& given) -> runtime::task& {
      using task_type = runtime::spawned_task<std::decay_t<Body>>;
      return *task_type::make(std::forward<decltype(given)>(given), group, where);
    });
  }

  /// Queues the task that `make(body)` returns, with a copy of a body that is named.
  template <typename Body, typename Make>
  void submit_made(Body&& body, Make make) {
    if (runtime::worker* const self = worker_here()) return self->push(make(std::forward<Body>(body)));
    expect_mine();
    if constexpr (std::is_lvalue_reference_v<Body> && std::is_move_constructible_v<std::decay_t<Body>>) {
      // Copied beforehand: a copy may take long, or spawn, and nobody gets past a claimed place meanwhile.
      std::decay_t<Body> copy(body);
      inject([&]() -> runtime::task& { return make(std::move(copy)); });
    } else {
      inject([&]() -> runtime::task& { return make(std::forward<Body>(body)); });
    }
  }

  template <typename Make>
  void inject(Make make) {
    if (!crew_.inject(make)) refuse();
  }

  template <typename Make>
  void inject_bulk(std::size_t count, Make& make, runtime::spawn_location where) {
    using body = std::decay_t<decltype(make(count))>;
    static_assert(std::is_invocable_v<body&>, "a task is called without arguments");
    expect_mine();
    runtime::bulk<runtime::spawned_task<body>> made(crew_);
    for (std::size_t i = 0; i < count; ++i) {
      if (made.is_empty() && crew_.tasks().closed()) refuse();
      try {
        made.add([&]() -> decltype(auto) { return make(i); }, where);
      } catch (...) {
        static_cast<void>(made.hand_over());
        throw;
      }
      if (made.is_full() && !made.hand_over()) refuse();
    }
    if (!made.hand_over()) refuse();
  }

  /// The calling thread's seat here; nullptr: it has none.
  [[nodiscard]] runtime::worker* worker_here() const noexcept {
    runtime::worker* const self = runtime::worker::current();
    return self != nullptr && &self->team() == &crew_ ? self : nullptr;
  }

  /// Whether this process is the child of a fork, and the scheduler its parent's.
  [[nodiscard]] bool is_forked() const noexcept;
  void expect_mine() const;
  [[noreturn]] static void refuse();
  void start(const scheduler_options& options);
  void expect_not_inside(const char* what) const;
  std::uint64_t end(shutdown_mode mode);

  std::optional<sync::in_use> in_use_{std::in_place};  // until it has shut down
  runtime::crew_holder holder_;
  runtime::crew& crew_ = holder_.get();
  std::vector<sync::thread> threads_;
  std::unique_ptr<runtime::watchdog> watchdog_;  // to the end: a wait may end after the shutdown
  seat ending_;                                  // of the thread that shuts it down
  const std::uint64_t generation_;
};

/// A thread's time as a worker. Destroyed by the thread that attached itself, before the scheduler, outside of its tasks,
/// and after the groups that the thread made in that time; otherwise it ends the program: there is nobody to tell.
class scheduler::attachment {
 public:
  attachment(const attachment&) = delete;
  attachment& operator=(const attachment&) = delete;
  ~attachment();

 private:
  friend scheduler;
  attachment(const scheduler& to, runtime::worker& seat) noexcept : scheduler_(to), seat_(seat) {}
  const scheduler& scheduler_;
  runtime::worker& seat_;
};

/// How many processors the process may use: its affinity mask and its cgroup's quota, at least 1. Any thread.
[[nodiscard]] unsigned usable_processors();

/// Lets a queued task run on the calling worker, the oldest first, or else lets another thread run. Tasks run this way
/// lie on the caller's stack, to a depth of 64. Not under a lock that a task may want. Any thread.
void yield() noexcept;

}  // namespace wyn
