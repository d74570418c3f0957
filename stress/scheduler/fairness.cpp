// Nothing that waits is passed by for ever: by a worker, by a wait, by a yield.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <vector>

#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/task_group.hpp"
#include "wyn/this_worker.hpp"

namespace wyn::stress {
namespace {

// A task that spins for another task's flag, which lies in the spinning one's own queue (tokio #4941).
TEST(scheduler_fairness, a_spinning_task_does_not_starve_the_one_it_waits_for) {
  scheduler workers({.workers = 2});
  for (int round = 0; round < 20; ++round) {
    sync::atomic<bool> flag{false};
    task_group group(workers);
    group.spawn([&] {
      group.spawn([&flag] { flag.store(true, sync::release<"stress.spin.set">); });
      while (!flag.load(sync::acquire<"stress.spin.wait">)) sync::pause_this_thread();
    });
    group.wait();
  }
}

// The spawner runs on, nobody else is idle, and the waiter's group has had no other task.
TEST(scheduler_fairness, a_wait_finds_what_a_stranger_has_spawned_into_its_group) {
  const deadline limit("a group's task in the queue of a worker that runs on");
  for (int round = 0; round < 20; ++round) {
    std::atomic<bool> spawned{false};
    std::atomic<bool> ran{false};
    scheduler workers({.workers = 1});
    const auto here = workers.attach();
    task_group group(workers);
    workers.spawn([&] {
      group.spawn([&ran] { ran = true; });
      spawned = true;
      until(ran);
    });
    until(spawned);
    group.wait();
    EXPECT_TRUE(ran);
  }
}

// A worker that feeds itself comes to what lies below in its own queue, where a batch from the inbox has put it, and to
// what lies in the inbox.
TEST(scheduler_fairness, a_worker_that_feeds_itself_takes_what_comes_from_outside) {
  const deadline limit("a task that waits below or behind those of a worker that feeds itself");
  for (const bool in_the_inbox : {false, true}) {
    scheduler workers({.workers = 1});
    std::atomic<bool> feeds{false};
    std::atomic<bool> begun{false};
    std::atomic<bool> queued{false};
    std::atomic<bool> came{false};
    std::function<void()> feed = [&] {
      feeds = true;
      if (!came.load()) workers.spawn([&feed] { feed(); });
    };
    workers.spawn([&] {
      begun = true;
      until(queued);
    });
    until(begun);
    workers.spawn([&feed] { feed(); });
    if (in_the_inbox) {
      queued = true;
      until(feeds);
    }
    workers.spawn([&came] { came = true; });
    queued = true;
    until(came);
    workers.shutdown();  // the last of them uses what lies here
  }
}

// So does a thread that waits for a group of such tasks, and for one of the group that lies below them, or in the inbox.
TEST(scheduler_fairness, a_wait_for_tasks_that_feed_themselves_ends) {
  const deadline limit("a wait for tasks that feed themselves");
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  scheduler workers({.workers = 1});
  workers.spawn([&] {
    begun = true;
    until(over);
  });
  until(begun);
  const auto here = workers.attach();
  for (const bool from_elsewhere : {false, true}) {
    std::atomic<bool> came{false};
    std::atomic<bool> spawned{false};
    task_group group(workers);
    std::function<void()> feed = [&] {
      if (!came.load()) group.spawn([&feed] { feed(); });
    };
    sync::thread other([&] {
      if (from_elsewhere) group.spawn([&came] { came = true; });
      spawned = true;
    });
    if (!from_elsewhere) group.spawn([&came] { came = true; });
    until(spawned);
    group.spawn([&feed] { feed(); });
    group.wait();
    other.join();
  }
  over = true;
}

TEST(scheduler_fairness, yield_runs_the_oldest_of_its_own_queue_first) {
  scheduler workers({.workers = 1});
  std::vector<int> order;
  task_group group(workers);
  group.spawn([&] {
    for (int i = 0; i < 4; ++i) workers.spawn([&order, i] { order.push_back(i); });
    while (order.size() < 4) yield();
  });
  group.wait();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
}

// Wherever the task lies, its own queue or the inbox: a yield finds it.
TEST(scheduler_fairness, each_yield_runs_one_while_there_are_some) {
  constexpr int from_outside = 40;
  scheduler workers({.workers = 1});
  std::atomic<bool> all_spawned{false};
  int ran = 0;
  task_group group(workers);
  group.spawn([&] {
    until(all_spawned);
    for (int i = 1; i <= from_outside; ++i) {
      yield();
      EXPECT_EQ(ran, i);
    }
    for (int i = 0; i < 4; ++i) workers.spawn([&ran] { ++ran; });
    for (int i = 1; i <= 4; ++i) {
      yield();
      EXPECT_EQ(ran, from_outside + i);
    }
  });
  for (int i = 0; i < from_outside; ++i) workers.spawn([&ran] { ++ran; });
  all_spawned = true;
  group.wait();
}

// A chain of tasks each of which yields until the next one has run would need the stack of all of them.
TEST(scheduler_fairness, yields_nest_to_a_bound) {
  constexpr int tasks = 500;
  scheduler workers({.workers = 1});
  int depth = 0;
  int deepest = 0;
  int ran = 0;
  task_group group(workers);
  for (int i = 0; i < tasks; ++i) {
    group.spawn([&] {
      deepest = std::max(deepest, ++depth);
      yield();
      --depth;
      ++ran;
    });
  }
  group.wait();
  EXPECT_EQ(ran, tasks);
  EXPECT_LE(deepest, 65);
}

TEST(scheduler_fairness, yield_runs_what_is_queued) {
  scheduler workers({.workers = 1});
  sync::atomic<bool> flag{false};
  task_group group(workers);
  group.spawn([&] {
    workers.spawn([&flag] { flag.store(true, sync::release<"stress.yield.set">); });
    while (!flag.load(sync::acquire<"stress.yield.wait">)) yield();
  });
  group.wait();
}

}  // namespace
}  // namespace wyn::stress
