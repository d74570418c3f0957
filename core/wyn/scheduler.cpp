#include "wyn/scheduler.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/processors.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/process_wide.hpp"

namespace wyn {

namespace {

using runtime::worker;

// How many forks lie between this process and the first one that used wyn.
struct fork_count {
  hint<std::uint64_t> forks;
};

hint<std::uint64_t>& generation() {
  return sync::process_wide<fork_count>().forks;
}

std::uint64_t watched_generation() {
  static const bool watched = [] {
    sync::at_fork_in_child([] {
      generation().raise();
      sync::per_thread<worker, worker*>() = nullptr;
      sync::refuse_interrupts();  // the handler would use a seat that the child may destroy
    });
    return true;
  }();
  static_cast<void>(watched);
  return generation().get();
}

runtime::crew_options valid(const scheduler_options& options) {
  constexpr unsigned most = 1U << 20;
  const unsigned workers = options.workers != 0 ? options.workers : runtime::usable_processors();
  if (workers > most || options.attachable > most) {
    throw std::invalid_argument("wyn: a scheduler has at most 2^20 workers and as many seats for other threads");
  }
  if (options.long_wait < std::chrono::nanoseconds::zero()) {
    throw std::invalid_argument("wyn: scheduler_options::long_wait is negative");
  }
  // Who searches for no round would never ask for what is hidden.
  return {workers, options.attachable, std::max(1U, options.search_rounds), options.on_panic};
}

[[noreturn]] void give_up(const std::string& why) noexcept {
  std::fprintf(stderr, "wyn: %s\n", why.c_str());
  std::terminate();
}

}  // namespace

scheduler::scheduler(const scheduler_options& options) : holder_(valid(options)), generation_(watched_generation()) {
  if (!sync::heavy_fence_works()) {
    throw std::runtime_error(
        "wyn: sleeping needs the system call membarrier here, and the kernel or a sandbox refuses it: allow it");
  }
  sync::install_interrupts();  // here, and not by the first worker, who could tell nobody that it is refused
  if (options.long_wait != std::chrono::nanoseconds::zero()) {
    watchdog_ = std::make_unique<runtime::watchdog>(options.long_wait, options.on_long_wait, options.name);
  }
  start(options);
}

void scheduler::start(const scheduler_options& options) {
  threads_.reserve(crew_.workers());
  // All are awake before the first one could believe that it is the last.
  for (unsigned slot = 0; slot < crew_.workers(); ++slot) static_cast<void>(crew_.sleepers().enter());
  try {
    for (unsigned slot = 0; slot < crew_.workers(); ++slot) {
      auto body = [this, slot] {
        worker& seat = crew_.at(slot);
        seat.sit_down();
        seat.work();
        seat.stand_up();
      };
      threads_.emplace_back(body, sync::thread_options{options.stack_size, options.name + "-" + std::to_string(slot)});
    }
  } catch (...) {
    crew_.close(false);
    for (std::size_t missing = threads_.size(); missing < crew_.workers(); ++missing) crew_.sleepers().leave();
    threads_.clear();
    throw;
  }
}

scheduler::~scheduler() {
  try {
    shutdown();
  } catch (const std::logic_error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    std::terminate();
  }
}

std::uint64_t scheduler::shutdown(shutdown_mode mode) {
  if (!is_forked() && !ending_.take()) {
    expect_not_inside("shutdown");
    throw std::logic_error("wyn: shutdown while another thread shuts the scheduler down");
  }
  struct leaving {
    seat& taken;
    ~leaving() { taken.leave(); }
  } const at_the_end{ending_};
  return end(mode);
}

std::uint64_t scheduler::end(shutdown_mode mode) {
  if (is_forked() && watchdog_ != nullptr) watchdog_->forget();
  if (threads_.empty()) return stats().cancelled;
  if (is_forked()) {
    for (sync::thread& gone : threads_) gone.forget();
    threads_.clear();
    holder_.leave();
    return 0;
  }
  expect_not_inside("shutdown");
  if (const unsigned attached = crew_.attached(); attached != 0) {
    throw std::logic_error("wyn: shutdown while " + std::to_string(attached) +
                           " threads are attached: let them go first");
  }
  crew_.close(mode == shutdown_mode::abandon);
  for (sync::thread& one : threads_) one.join();
  threads_.clear();
  in_use_.reset();
  return stats().cancelled;
}

void scheduler::expect_not_inside(const char* what) const {
  const worker* const self = worker::current();
  if (self == nullptr || &self->team() != &crew_ || self->slot() >= crew_.workers()) return;
  throw std::logic_error(std::string("wyn: ") + what +
                         " of a scheduler by one of its own workers would wait for itself");
}

bool scheduler::is_forked() const noexcept {
  return generation().get() != generation_;
}

void scheduler::expect_mine() const {
  if (is_forked()) throw scheduler_forked("wyn: this scheduler belongs to the parent of a fork");
}

void scheduler::refuse() {
  throw scheduler_closed("wyn: the scheduler was shut down, and takes nothing any more");
}

scheduler::attachment scheduler::attach() {
  expect_mine();
  if (worker::current() != nullptr) throw std::logic_error("wyn: attach of a thread that is a worker already");
  if (worker* const seat = crew_.take_seat()) return {*this, *seat};
  if (crew_.tasks().closed()) refuse();
  throw std::runtime_error("wyn: all " + std::to_string(crew_.seats() - crew_.workers()) +
                           " seats for attached threads are taken: raise scheduler_options::attachable");
}

scheduler::attachment::~attachment() {
  if (scheduler_.is_forked()) return;
  if (worker::current() != &seat_) give_up("an attachment ends on another thread than the one that attached itself");
  if (seat_.runs_something()) give_up("an attachment ends inside a task that its thread runs");
  if (const unsigned left = seat_.groups(); left != 0) {
    give_up("an attachment ends before " + std::to_string(left) + " task groups that were made in it");
  }
  seat_.team().leave_seat(seat_);
}

scheduler_stats scheduler::stats() noexcept {
  scheduler_stats sum{};
  for (unsigned slot = 0; slot < crew_.seats(); ++slot) {
    runtime::worker_counters& one = crew_.at(slot).counters();
    sum.spawned += one.spawned.get();
    // Whoever comes to a task has counted it as run before it learns that it is not to run.
    const std::uint64_t cancelled = one.cancelled.get();
    sum.run += std::max(one.run.get(), cancelled) - cancelled;
    sum.cancelled += cancelled;
    sum.stolen += one.stolen.get();
    sum.batches += one.batches.get();
    sum.parks += one.parks.get();
    sum.wakes += one.wakes.get() + one.wakes_in_handler.get();
    sum.inlined += one.inlined.get();
    sum.spilled += one.spilled.get();
    sum.exposures += one.exposures.get();
    sum.queued += crew_.at(slot).queue().size_hint();
  }
  sum.waiting = crew_.waiting_hint();
  return sum;
}

unsigned usable_processors() {
  return runtime::usable_processors();
}

void yield() noexcept {
  worker* const self = worker::current();
  if (self == nullptr || !self->yield()) sync::yield_this_thread();
}

}  // namespace wyn
