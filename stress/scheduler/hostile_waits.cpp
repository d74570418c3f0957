// Waits that must end although what they wait for lies hidden: behind strangers, in the queue of a worker that is blocked.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/future.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

// By turns: with ThreadSanitizer a signal does not reach a thread that it holds in a lock.
void lock_and_unlock(std::mutex& lock) {
  while (!lock.try_lock()) ::usleep(100);
  lock.unlock();
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
        ::usleep(60'000);
      });
      // A thread that is short of time may help nobody.
      group.spawn([&] {
        for (int i = 0; i < 20'000 && !helped; ++i) ::usleep(10);
      });
      group.wait();
      waited = true;
    });
    sync::thread other([&] {
      const auto here = workers.attach();
      while (!helped) static_cast<void>(awaited.wait_for(std::chrono::milliseconds(20)));
      until(waited);
    });
    until(waited);
  }
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
        // What a wait took in vain before this one began lies in the inbox, and nobody helps.
        inner.spawn([&] {
          for (int i = 0; i < 1000 && !helped; ++i) ::usleep(10);
        });
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
