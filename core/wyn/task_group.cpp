#include "wyn/task_group.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

#include "wyn/runtime/thread_parker.hpp"

namespace wyn {

using runtime::parker_of_this_thread;
using runtime::worker;

// Some of its tasks may be left, or the caller is not its thread.
void task_group::end_unwaited() noexcept {
  if (!is_mine()) {
    std::fprintf(stderr, "wyn: a task_group ends on another thread than the one that made it\n");
    std::terminate();
  }
  if (scheduler_.is_forked()) return;
  if (is_inside()) {
    std::fprintf(stderr, "wyn: a task_group ends in a task of its own, or of a group that such a task waits for\n");
    std::terminate();
  }
  wait_for_all();
}

void task_group::count_off() noexcept {
  if (is_mine()) core_.children().finish_local();
  else core_.children().finish_shared();
}

// In most cases whoever made the group waits for it. Whether a task of the group waits for that one is not asked: in a deep
// tree of groups each wait would look at all that wait above it.
bool task_group::is_inside() noexcept {
  const worker* const self = scheduler_.worker_here();
  const runtime::task* const running = self != nullptr ? self->current_strand().running : nullptr;
  if (running == nullptr) return false;
  const runtime::awaited own{core_.family(), nullptr};
  return &self->current_strand() == made_in_ ? own.needs(*running) : own.needs_in_the_end(*running);
}

void task_group::wait_for_all() noexcept {
  const runtime::watched_wait watched(scheduler_.watchdog_.get(), made_, spawned_);
  if (core_.owner() != nullptr) return core_.owner()->wait(core_);
  // It may be a worker of another scheduler, or attached since it made the group.
  if (worker* const self = worker::current()) self->before_sleep();
  completion& children = core_.children();
  while (!children.done()) {
    if (!children.begin_wait()) return;
    parker_of_this_thread().park();
    children.end_wait();
  }
}

void task_group::refuse_wait() const {
  if (!is_mine()) throw std::logic_error("wyn: task_group::wait by another thread than the one that made the group");
  scheduler_.expect_mine();
}

void task_group::wait_for_tasks() {
  if (is_inside()) {
    throw std::logic_error(
        "wyn: task_group::wait in a task of the group, or of a group that such a task waits for, would wait for "
        "itself");
  }
  wait_for_all();
}

void task_group::report() {
  captured_exceptions thrown = core_.exceptions().take();
  dropped_ = thrown.dropped;
  const bool cancelled = core_.cancelled().get();
  core_.cancelled().set(false);
  if (thrown.first) std::rethrow_exception(std::move(thrown.first));
  if (cancelled)
    throw tasks_cancelled("wyn: not all tasks of the group ran: it was stopped, or its scheduler shut down");
}

}  // namespace wyn
