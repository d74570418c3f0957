// task_group: tasks that somebody waits for.
//
//   wyn::task_group group(workers);
//   for (auto& file : files) group.spawn([&] { read(file); });
//   group.wait();                       // rethrows the first exception
#pragma once

#include <cstdint>
#include <exception>
#include <stop_token>
#include <utility>

#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/thread_parker.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn {

/// The thread that makes a group waits for it. It outlives its tasks: its destructor waits for those that are left and
/// drops their exceptions; on another thread, or in a task that it would wait for (as wait), it ends the program. In the child
/// of a fork a group of the parent has no tasks that could end: wait throws scheduler_forked, the destructor does nothing.
class task_group {
 public:
  /// Tasks run in `in`, which outlives the group. Once `stop` is stopped, tasks that have not begun do not run: a worker
  /// that comes to one destroys and counts it, and wait says so. A report of a long wait (scheduler_options::long_wait)
  /// names `where`. Throws std::bad_alloc.
  explicit task_group(scheduler& in, std::stop_token stop = {}, source_location where = source_location::current())
      : task_group(in, in.worker_here(), std::move(stop), where) {}
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;
  ~task_group() {
    if (!is_mine() || !core_.children().done()) [[unlikely]]
      end_unwaited();
    if (core_.owner() != nullptr) --core_.owner()->groups();
  }

  /// Runs `body()` on some worker. From the group's thread, or from any thread while the group is sure to be unfinished:
  /// from one of its tasks, or while its thread has not come to the end of wait. Otherwise as scheduler::spawn.
  template <typename Body>
  void spawn(Body&& body, source_location where = source_location::current()) {
    const runtime::spawn_location from(where);
    count_on(from);
    try {
      scheduler_.submit(std::forward<Body>(body), &core_, from);
    } catch (...) {
      count_off();
      throw;
    }
  }

  /// Returns when all tasks have ended; what they did is visible. A worker runs tasks of this group meanwhile, and
  /// what these wait for, and no others; another thread sleeps. The group may be used again. The group's thread only. Blocking.
  /// Throws what the first failing task threw, else tasks_cancelled if some never ran, by a stop or an abandoning shutdown.
  /// Throws std::logic_error on another thread than the group's and in a task of the group, or of a group that such a task
  /// waits for, and so on, unless the calling task has made the group; scheduler_forked.
  void wait() {
    if (!is_mine() || scheduler_.is_forked()) [[unlikely]]
      refuse_wait();
    if (!core_.children().done()) wait_for_tasks();
    dropped_ = 0;
    if (core_.exceptions().any() || core_.cancelled().get()) [[unlikely]]
      report();
  }

  /// spawn, with `body` run on the calling thread, and wait.
  template <typename Body>
  void run_and_wait(Body&& body) {
    std::exception_ptr thrown;
    try {
      std::forward<Body>(body)();
    } catch (...) {
      thrown = std::current_exception();
    }
    if (thrown) core_.exceptions().capture(std::move(thrown));
    wait();
  }

  /// Exceptions that came after the first one, as of the last wait.
  [[nodiscard]] std::uint64_t dropped_exceptions() const noexcept { return dropped_; }

 private:
  // What a tree of groups goes through at each of its nodes is inlined.
  task_group(scheduler& in, runtime::worker* here, std::stop_token stop, source_location where)
      : scheduler_(in),
        made_in_(here != nullptr ? &here->current_strand() : nullptr),
        core_(in.crew_, here, here != nullptr ? here->own_parker() : runtime::parker_of_this_thread(), std::move(stop)),
        made_(where) {
    if (here != nullptr) ++here->groups();
  }

  [[nodiscard]] bool is_mine() const noexcept { return thread_ == sync::this_thread_number(); }
  void count_on(runtime::spawn_location from) noexcept {
    if (!is_mine()) return core_.add_from_elsewhere();
    core_.children().add_local();
    spawned_ = from;
  }
  void count_off() noexcept;
  void refuse_wait() const;
  void wait_for_tasks();
  void wait_for_all() noexcept;
  void report();
  void end_unwaited() noexcept;
  // Whether the calling worker runs a task that the wait needs to end. The group's thread only.
  [[nodiscard]] bool is_inside() noexcept;

  scheduler& scheduler_;
  const unsigned thread_ = sync::this_thread_number();
  const runtime::strand* const made_in_;  // its address, which may be that of a later one
  runtime::group_core core_;
  std::uint64_t dropped_ = 0;
  const runtime::spawn_location made_;
  runtime::spawn_location spawned_;  // the last one by the group's thread
};

}  // namespace wyn
