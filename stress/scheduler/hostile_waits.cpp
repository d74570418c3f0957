// Waits that must end although what they wait for lies hidden: behind strangers, in the queue of a worker that is blocked,
// under another group's mark.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <numeric>
#include <vector>

#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/future.hpp"
#include "wyn/parallel.hpp"
#include "wyn/runtime/async_task.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/spawned_task.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

using runtime::group_core;
using runtime::worker;

// By turns: with ThreadSanitizer a signal does not reach a thread that it holds in a lock.
void lock_and_unlock(std::mutex& lock) {
  while (!lock.try_lock()) ::usleep(100);
  lock.unlock();
}

class group_arena {
 public:
  static constexpr std::size_t places = (std::size_t{1} << 16) + 1;  // more than there are marks
  group_arena() : memory_(::operator new (places * sizeof(group_core), std::align_val_t{alignof(group_core)})) {}
  group_arena(const group_arena&) = delete;
  group_arena& operator=(const group_arena&) = delete;
  ~group_arena() { ::operator delete (memory_, std::align_val_t{alignof(group_core)}); }

  /// Places of two groups whose marks are the same.
  [[nodiscard]] std::pair<void*, void*> alike() {
    std::vector<void*> of_mark(std::size_t{1} << 16);
    for (std::size_t i = 0;; ++i) {
      void* const place = static_cast<std::byte*>(memory_) + i * sizeof(group_core);
      void*& same = of_mark[runtime::mark_of(reinterpret_cast<std::uintptr_t>(place))];
      if (same != nullptr) return {same, place};
      same = place;
    }
  }

 private:
  void* memory_;
};

template <typename Body>
runtime::task* child_of(group_core& group, Body body) {
  group.children().add_shared();
  return runtime::spawned_task<Body>::make(std::move(body), &group, {});
}

// A waiter tells its group's tasks in the inbox by sixteen bits, which another group shares here. Strangers are given to the
// inbox so many at a time.
void wait_behind_strangers(
    const std::vector<std::size_t>& batches, void (*before_the_wait)() = [] {}) {
  const deadline limit("a wait behind tasks whose mark is the same");
  group_arena arena;
  const auto [one, other] = arena.alike();
  void* const places[] = {one, other};
  parker nobody;
  accounts book(std::accumulate(batches.begin(), batches.end(), std::size_t{1}));
  std::unique_ptr<group_core, void (*)(group_core*)> stranger(nullptr, [](group_core* group) { group->~group_core(); });
  {
    scheduler workers({.workers = 1});
    task_group all(workers);
    all.spawn([&] {
      worker& self = *worker::current();
      stranger.reset(::new (places[0]) group_core(self.team(), nullptr, nobody));
      auto* const own = ::new (places[1]) group_core(self.team(), &self, self.own_parker());
      std::size_t id = 1;
      for (const std::size_t batch : batches) {
        std::vector<runtime::task*> tasks;
        for (const std::size_t end = id + batch; id < end; ++id)
          tasks.push_back(child_of(*stranger, [&book, id] { book.ran(id); }));
        ASSERT_EQ(self.team().inject_from_worker(tasks), batch);
      }
      runtime::task* const awaited = child_of(*own, [&book] { book.ran(0); });
      ASSERT_EQ(self.team().inject_from_worker({&awaited, 1}), 1U);
      before_the_wait();
      self.wait(*own);
      EXPECT_EQ(book.count_unrun(), book.size() - 1) << "the wait ran strangers";
      own->~group_core();
    });
    all.wait();
  }
  book.expect_all_once();
}

TEST(scheduler_hostile_waits, groups_whose_marks_are_equal) {
  wait_behind_strangers(std::vector<std::size_t>(100, 1));
}

TEST(scheduler_hostile_waits, bundles_whose_marks_are_equal) {
  wait_behind_strangers(std::vector<std::size_t>(10, sync::spill_at_once));
}

#if defined(WYN_CHECKED)
// A bundle that cannot go back as one goes back task by task.
TEST(scheduler_hostile_waits, a_bundle_finds_no_memory) {
  wait_behind_strangers(std::vector<std::size_t>(80, sync::spill_at_once), [] { sync::fail_allocation_after(0); });
  EXPECT_FALSE(sync::never_fail_allocation()) << "nothing has failed";
}
#endif

#if defined(WYN_CHECKED)
// What the last look before a sleep takes out of the inbox goes nowhere: no memory, and the waiter's own queue is full. It
// does not run there: it would announce another sleep of the same thread.
TEST(scheduler_hostile_waits, a_stranger_that_fits_nowhere_waits_for_the_end_of_the_look) {
  const deadline limit("a wait beside strangers that no queue takes");
  group_arena arena;
  const auto [one, other] = arena.alike();
  void* const places[] = {one, other};
  parker nobody;
  constexpr std::size_t strangers =
      16 * sync::injector_segment - 1;  // with the task that makes them: the last segment is full
  accounts book(strangers + sync::queue_capacity);
  std::atomic<group_core*> outer{nullptr};
  std::atomic<group_core*> inner{nullptr};
  group_core* stranger = nullptr;
  scheduler workers({.workers = 1});
  task_group all(workers);
  all.spawn([&] {
    worker& self = *worker::current();
    stranger = ::new (places[0]) group_core(self.team(), nullptr, nobody);
    const auto wait_for_another_thread = [&self](group_core& group, std::atomic<group_core*>& shown) {
      group.children().add_shared();
      shown = &group;
      self.wait(group);
    };
    for (std::size_t id = 0; id < strangers; ++id) {
      runtime::task* const one_more = child_of(*stranger, [&, id] {
        book.ran(id);
        group_core nested(self.team(), &self, self.own_parker());
        if (self.counters().inlined.get() != 0) wait_for_another_thread(nested, inner);
      });
      ASSERT_EQ(self.team().inject_from_worker({&one_more, 1}), 1U);
    }
    for (std::size_t id = 0; id < sync::queue_capacity; ++id)
      workers.spawn([&book, id = strangers + id] { book.ran(id); });
    auto* const own = ::new (places[1]) group_core(self.team(), &self, self.own_parker());
    sync::fail_allocation_after(0);
    wait_for_another_thread(*own, outer);
    EXPECT_FALSE(sync::never_fail_allocation()) << "nothing has failed";
    own->~group_core();
  });
  until([&] { return outer != nullptr; });
  ::usleep(50'000);
  if (inner != nullptr) inner.load()->children().finish_shared();
  outer.load()->children().finish_shared();
  all.wait();
  workers.shutdown();
  book.expect_all_once();
  stranger->~group_core();
}
#endif

// The same after a wait that is over though a task that it has run is not counted off: its time has passed.
TEST(scheduler_hostile_waits, a_timed_wait_counts_off_what_it_ran) {
  for (int round = 0; round < 5; ++round) {
    const deadline limit("a wait for a task that ran inside another thread's timed wait");
    scheduler workers({.workers = 1});
    std::atomic<bool> helped{false};
    std::atomic<bool> waited{false};
    future<void> awaited = async(workers, [&] {
      task_group group(workers);
      group.spawn([&] {
        helped = true;
        ::usleep(5'000);
      });
      group.spawn([&] { until(helped); });
      group.wait();
      waited = true;
    });
    sync::thread other([&] {
      const auto here = workers.attach();
      while (!helped) static_cast<void>(awaited.wait_for(std::chrono::milliseconds(1)));
      until(waited);
    });
    until(waited);
  }
}

// Who runs a group's last task inside a yield goes on with its own work, and may not come back to wyn for long.
TEST(scheduler_hostile_waits, a_yield_counts_off_what_it_ran) {
  const deadline limit("a wait for a task that ran inside a yield");
  scheduler workers({.workers = 1});
  std::atomic<bool> blocked{false};
  std::atomic<bool> yielded{false};
  std::atomic<bool> over{false};
  task_group blocker(workers);
  blocker.spawn([&] {
    blocked = true;
    until(over);
  });
  until(blocked);
  task_group group(workers);
  group.spawn([&] { yielded = true; });
  sync::thread other([&] {
    const auto here = workers.attach();
    while (!yielded) yield();
    until(over);
  });
  group.wait();
  over = true;
  blocker.wait();
}

// A worker steals a fork together with the task before it, and blocks in that one for a lock that the forker holds. The
// fork lies hidden in its queue.
TEST(scheduler_hostile_waits, a_lock_is_held_over_a_fork) {
  for (int round = 0; round < 20; ++round) {
    const deadline limit("a join whose fork lies with a thread that waits for the joiner's lock");
    scheduler workers({.workers = 2});
    std::mutex lock;
    std::atomic<bool> occupied{false};
    std::atomic<bool> released{false};
    std::atomic<bool> locking{false};
    task_group all(workers);
    all.spawn([&] {
      all.spawn([&] {
        workers.spawn([] {});  // answers a thief's wish, so that what it pushes next is private
        occupied = true;
        until(released);
      });
      until(occupied);
      const std::lock_guard held(lock);
      workers.spawn([] {});
      workers.spawn([&] {
        locking = true;
        lock_and_unlock(lock);
      });
      parallel_invoke(
          [&] {
            for (int i = 0; i < 2; ++i) workers.spawn([] {});
            released = true;
            until(locking);
          },
          [] {});
    });
    all.wait();
  }
}

// The same, with the group's task behind many strangers.
TEST(scheduler_hostile_waits, a_lock_is_held_over_a_group_behind_strangers) {
  for (int round = 0; round < 20; ++round) {
    const deadline limit("a wait whose task lies behind strangers, with a thread that waits for the waiter's lock");
    accounts strangers(300);
    {
      scheduler workers({.workers = 2});
      std::mutex lock;
      std::atomic<bool> locking{false};
      task_group all(workers);
      all.spawn([&] {
        const std::lock_guard held(lock);
        task_group group(workers);
        group.spawn([&] {
          for (std::size_t id = 0; id < strangers.size(); ++id) workers.spawn([&strangers, id] { strangers.ran(id); });
          group.spawn([] {});
          workers.spawn([&] {
            locking = true;
            lock_and_unlock(lock);
          });
        });
        until(locking);
        group.wait();
      });
      all.wait();
    }
    strangers.expect_all_once();
  }
}

// A waiter whose own queue holds strangers sleeps as well as any other.
TEST(scheduler_hostile_waits, strangers_in_its_queue_do_not_keep_a_waiter_awake) {
  const deadline limit("a wait beside strangers");
  scheduler workers({.workers = 2});
  std::atomic<bool> begun{false};
  std::uint64_t parks = 0;
  task_group all(workers);
  all.spawn([&] {
    task_group group(workers);
    group.spawn([&] {
      begun = true;
      ::usleep(200'000);
    });
    until(begun);
    for (int i = 0; i < 5; ++i) workers.spawn([] {});
    const std::uint64_t before = workers.stats().parks;
    group.wait();
    parks = workers.stats().parks - before;
  });
  all.wait();
  EXPECT_LT(parks, 20U) << "the waiter woke itself again and again";
}

// Nor does a future's task in the inbox whose mark is that of the awaited one's.
TEST(scheduler_hostile_waits, a_future_with_the_same_mark_does_not_keep_a_waiter_awake) {
  const deadline limit("a wait beside a future's task with the same mark");
  runtime::family_id awaited = 1;
  runtime::family_id other = 3;
  while (runtime::mark_of(other) != runtime::mark_of(awaited)) other += 2;
  scheduler workers({.workers = 1});
  std::atomic<bool> ran{false};
  std::uint64_t parks = 0;
  task_group all(workers);
  all.spawn([&] {
    worker& self = *worker::current();
    const auto stranger_body = [&ran] { ran = true; };
    auto* const stranger = runtime::async_task<decltype(stranger_body)>::make(other, stranger_body);
    const auto never_runs = [] {};
    auto* const made = runtime::async_task<decltype(never_runs)>::make(awaited, never_runs);
    runtime::task* const in_the_inbox = stranger;
    ASSERT_EQ(self.team().inject_from_worker({&in_the_inbox, 1}), 1U);
    const std::uint64_t before = workers.stats().parks;
    EXPECT_FALSE(self.wait_until(sync::now() + std::chrono::milliseconds(100), *made, {&awaited, 1}));
    parks = workers.stats().parks - before;
    EXPECT_FALSE(ran) << "the wait ran a stranger";
    stranger->leave();
    made->cancel_unqueued();
    made->leave();
  });
  all.wait();
  workers.shutdown();
  EXPECT_TRUE(ran);
  EXPECT_LT(parks, 20U) << "the waiter woke itself again and again";
}

// Who helps a task of a group that it only needs in the end leaves what that task forks in its own queue: the group's owner,
// which waits beside it, takes part.
TEST(scheduler_hostile_waits, a_helper_forks_for_the_owner_of_the_group) {
  for (int round = 0; round < 20; ++round) {
    const deadline limit("a fork of a task that a waiter helps, with the owner of its group");
    scheduler workers({.workers = 2});
    std::atomic<bool> other_begun{false};
    std::atomic<bool> helped{false};
    std::atomic<bool> taken{false};
    task_group all(workers);
    all.spawn([&] {
      task_group outer(workers);
      outer.spawn([&] {
        other_begun = true;
        task_group inner(workers);
        inner.spawn([&] {
          helped = true;
          parallel_invoke([&] { until(taken); }, [&] { taken = true; });
        });
        inner.spawn([&] { until(helped); });
        inner.wait();
      });
      until(other_begun);
      outer.wait();
    });
    all.wait();
  }
}

// A request for exposure to a thread that leaves its seat must not be held against the next one on that seat.
TEST(scheduler_hostile_waits, a_seat_is_exposed_whoever_had_it_before) {
  scheduler workers({.workers = 2, .attachable = 1});
  for (int round = 0; round < 2000; ++round) {
    const deadline limit("an attached thread's task stays hidden, round " + std::to_string(round),
                         std::chrono::seconds(5));
    const auto here = workers.attach();
    std::atomic<bool> ran{false};
    for (int i = 0; i < round % 8; ++i) workers.spawn([] {});
    workers.spawn([&ran] { ran = true; });
    if (round % 3 == 0) until(ran);
    else
      while (!ran) ::usleep(0);
  }
}

// A worker that has run another group's task sleeps in a group of another scheduler, whose task waits for the first one.
TEST(scheduler_hostile_waits, a_worker_sleeps_in_another_scheduler) {
  const deadline limit("two schedulers that wait for each other's groups");
  scheduler one({.workers = 1});
  scheduler other({.workers = 1});
  std::atomic<bool> ready{false};
  std::atomic<bool> first_is_over{false};
  task_group first(one);
  task_group second(one);
  first.spawn([&] {
    until(ready);  // both are in the queue of the only worker before it goes on
  });
  first.spawn([] {});
  second.spawn([&] {
    task_group there(other);
    there.spawn([&] { until(first_is_over); });
    there.wait();
  });
  ready = true;
  first.wait();
  first_is_over = true;
  second.wait();
}

TEST(scheduler_hostile_waits, workers_that_do_not_search_find_hidden_work) {
  const deadline limit("hidden work, and workers that search for no round");
  for (int round = 0; round < 100; ++round) {
    scheduler workers({.workers = 2, .search_rounds = 0});
    task_group all(workers);
    all.spawn([&] {
      std::atomic<bool> ran{false};
      workers.spawn([] {});
      parallel_invoke([&] { until(ran); }, [&] { ran = true; });
    });
    all.wait();
  }
}

}  // namespace
}  // namespace wyn::stress
