#include "wyn/task_group.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

#include "wyn/runtime/thread_parker.hpp"

namespace wyn {

using runtime::parker_of_this_thread;
using runtime::worker;

task_group::task_group(scheduler& in, std::stop_token stop, source_location where)
    : task_group(in, in.worker_here(), std::move(stop), where) {}

task_group::task_group(scheduler& in, worker* here, std::stop_token stop, source_location where)
    : scheduler_(in),
      thread_(sync::this_thread_number()),
      core_(in.crew_, here, here != nullptr ? here->own_parker() : parker_of_this_thread(), std::move(stop)),
      made_(where) {
  if (core_.owner() != nullptr) ++core_.owner()->groups();
}

task_group::~task_group() {
  if (thread_ != sync::this_thread_number()) {
    std::fprintf(stderr, "wyn: a task_group ends on another thread than the one that made it\n");
    std::terminate();
  }
  if (scheduler_.is_forked()) return;
  if (is_inside()) {
    std::fprintf(stderr, "wyn: a task_group ends in a task of its own\n");
    std::terminate();
  }
  wait_for_all();
  if (core_.owner() != nullptr) --core_.owner()->groups();
}

void task_group::count_on(runtime::spawn_location from) noexcept {
  if (thread_ != sync::this_thread_number()) return core_.add_from_elsewhere();
  core_.children().add_local();
  spawned_ = from;
}

void task_group::count_off() noexcept {
  if (thread_ == sync::this_thread_number()) core_.children().finish_local();
  else core_.children().finish_shared();
}

bool task_group::is_inside() noexcept {
  if (core_.children().done()) return false;
  const worker* const self = scheduler_.worker_here();
  const runtime::task* const running = self != nullptr ? self->current_strand().running : nullptr;
  return running != nullptr && runtime::awaited{core_.family(), nullptr}.needs(*running);
}

void task_group::wait_for_all() noexcept {
  if (core_.children().done()) return;
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

void task_group::wait() {
  if (thread_ != sync::this_thread_number()) {
    throw std::logic_error("wyn: task_group::wait by another thread than the one that made the group");
  }
  scheduler_.expect_mine();
  if (is_inside()) throw std::logic_error("wyn: task_group::wait in a task of the group would wait for itself");
  wait_for_all();
  captured_exceptions thrown = core_.exceptions().take();
  dropped_ = thrown.dropped;
  const bool cancelled = core_.cancelled().get();
  core_.cancelled().set(false);
  if (thrown.first) std::rethrow_exception(std::move(thrown.first));
  if (cancelled)
    throw tasks_cancelled("wyn: not all tasks of the group ran: it was stopped, or its scheduler shut down");
}

}  // namespace wyn
