// traffic: an owner allocates records and sends tasks off in them; other threads run the tasks and return the records.
//
// Every task is accounted for by its id, and reads back what was written into its record: a record that is in two places
// at once is a task that ran twice, not at all, or on another one's data.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/deque.hpp"
#include "wyn/lockfree/task_outbox.hpp"
#include "wyn/lockfree/task_pool.hpp"

namespace wyn::stress {

/// What lies in a record while it is in use.
struct parcel {
  std::uint64_t id;
  std::uint64_t mark;

  static std::uint64_t mark_of(std::uint64_t id) noexcept { return (id + 1) * 0x9e3779b97f4a7c15U; }
};

struct traffic_options {
  unsigned runners = 2;
  std::size_t tasks = 20000;
  std::size_t pending_at_most = 512;
  std::size_t slab_records = 64;
};

class traffic {
 public:
  traffic(traffic_options options, sync::random& choices)
      : options_(options), choices_(choices.next()), pool_({64, options.slab_records}), ran_(options.tasks, 0) {}

  void run() {
    run_together(options_.runners, [this](unsigned thread) {
      if (thread == 0) own();
      else run_others();
    });
    const auto wrong = static_cast<std::size_t>(std::count_if(ran_.begin(), ran_.end(), [](auto n) { return n != 1; }));
    EXPECT_EQ(wrong, 0U) << "tasks that did not run exactly once";
    EXPECT_EQ(unlike_.load(sync::relaxed<"stress.traffic.unlike_read">), 0U) << "tasks that found another's data";
    // In flight, in the outboxes, and the slab by which it grew last.
    const std::size_t bound = options_.pending_at_most + options_.runners * std::size_t{33} + 1 + options_.slab_records;
    EXPECT_LE(pool_.capacity(), bound) << "the pool grew though its records were back";
  }

 private:
  // Spawns, runs some itself, and waits for the others when too many are pending.
  void own() {
    auto owner = queue_.get_owner();
    for (std::uint64_t id = 0; id < options_.tasks; ++id) {
      while (pending() >= options_.pending_at_most) run_own(owner);
      owner.push(::new (pool_.allocate()) parcel{id, parcel::mark_of(id)});
      ++spawned_;
      if (choices_.below(4) == 0) run_own(owner);
    }
    while (pending() > 0) run_own(owner);
    ended_.store(1, sync::release<"stress.traffic.end">);
  }

  std::size_t pending() const { return spawned_ - gone_.load(sync::relaxed<"stress.traffic.gone_read">); }

  void run_own(deque<parcel*>::owner& owner) {
    const auto taken = owner.take();
    if (!taken) return static_cast<void>(::sched_yield());
    finish(*taken);
    pool_.release(*taken);
    gone_.fetch_add(1, sync::relaxed<"stress.traffic.gone">);
  }

  void run_others() {
    task_outbox outbox;
    const auto thief = queue_.get_thief();
    while (ended_.load(sync::acquire<"stress.traffic.ended">) == 0) {
      const auto stolen = thief.steal();
      if (!stolen.got()) {
        outbox.flush();
        ::sched_yield();
        continue;
      }
      finish(stolen.element);
      outbox.put(stolen.element);
      gone_.fetch_add(1, sync::relaxed<"stress.traffic.stolen">);
    }
    outbox.flush();
  }

  void finish(parcel* task) {
    const bool alike = task->id < ran_.size() && task->mark == parcel::mark_of(task->id);
    if (!alike) unlike_.fetch_add(1, sync::relaxed<"stress.traffic.unlike">);
    else ++ran_[task->id];
    task->~parcel();
  }

  const traffic_options options_;
  sync::random choices_;
  task_pool pool_;
  deque<parcel*> queue_;
  std::size_t spawned_ = 0;            // the owner's
  std::vector<std::uint8_t> ran_;      // by id, each written by whoever runs the task
  sync::atomic<std::size_t> gone_{0};  // tasks that ran
  sync::atomic<std::size_t> unlike_{0};
  sync::atomic<unsigned> ended_{0};
};

}  // namespace wyn::stress
