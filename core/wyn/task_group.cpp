#include "wyn/task_group.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/sync/process_wide.hpp"
#include "wyn/sync/thread_exit.hpp"

namespace wyn {

namespace {

using runtime::worker;

// A parker that outlives its thread, since a finisher may wake it late: kept for the next thread that needs one.
class lasting_parker : public parker {
 public:
  explicit lasting_parker(const task_pool_options&) noexcept {}
};
using parker_depot = basic_pool_depot<lasting_parker>;

parker_depot& parkers() {
  return sync::process_wide<parker_depot>();
}

struct parker_tag;

parker& parker_of_this_thread() {
  auto& mine = sync::per_thread<parker_tag, lasting_parker*>();
  if (mine != nullptr) return *mine;
  lasting_parker& adopted = parkers().adopt();
  try {
    sync::at_thread_exit(
        [](void* lasting) {
          sync::per_thread<parker_tag, lasting_parker*>() = nullptr;
          parkers().hand_back(*static_cast<lasting_parker*>(lasting));
        },
        &adopted);
  } catch (...) {
    parkers().hand_back(adopted);
    throw;
  }
  mine = &adopted;
  return adopted;
}

worker* worker_of(const runtime::crew& team) noexcept {
  worker* const self = worker::current();
  return self != nullptr && &self->team() == &team ? self : nullptr;
}

}  // namespace

task_group::task_group(scheduler& in)
    : scheduler_(in),
      thread_(sync::this_thread_number()),
      core_(in.crew_, worker_of(in.crew_),
            worker_of(in.crew_) != nullptr ? worker_of(in.crew_)->own_parker() : parker_of_this_thread()) {
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

void task_group::count_on() noexcept {
  if (thread_ == sync::this_thread_number()) core_.children().add_local();
  else core_.children().add_shared();
}

void task_group::count_off() noexcept {
  if (thread_ == sync::this_thread_number()) core_.children().finish_local();
  else core_.children().finish_shared();
}

bool task_group::is_inside() const noexcept {
  const worker* const self = worker_of(scheduler_.crew_);
  const runtime::task* const running = self != nullptr ? self->current_strand().running : nullptr;
  return running != nullptr && runtime::awaited{&core_, nullptr}.needs(*running);
}

void task_group::wait_for_all() noexcept {
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
  if (cancelled) throw tasks_cancelled("wyn: the scheduler was shut down before all tasks of the group ran");
}

}  // namespace wyn
