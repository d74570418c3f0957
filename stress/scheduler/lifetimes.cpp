// Schedulers come and go: under load, several at a time, abandoned, misused, in the child of a fork.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/together.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"
#include "wyn/this_worker.hpp"

namespace wyn::stress {
namespace {

TEST(scheduler_lifetimes, a_thousand_under_load) {
  sync::random choices{given().seed};
  for (int cycle = 0; cycle < 1000; ++cycle) {
    accounts book(choices.below(300));
    {
      scheduler workers({.workers = 1 + choices.below(3)});
      for (std::size_t id = 0; id < book.size(); ++id) {
        workers.spawn([&book, &workers, id] {
          if (id % 3 == 0) workers.spawn([&book, id] { book.ran(id); });
          else book.ran(id);
        });
      }
    }
    book.expect_all_once();
    if (HasFailure()) break;
  }
}

TEST(scheduler_lifetimes, several_at_a_time_in_any_order) {
  for_each_round([](sync::random& choices) {
    std::vector<std::unique_ptr<scheduler>> several;
    accounts book(400);
    for (int i = 0; i < 4; ++i) several.push_back(std::make_unique<scheduler>(scheduler_options{.workers = 2}));
    for (std::size_t id = 0; id < book.size(); ++id) {
      scheduler& first = *several[id % 4];
      // A task of one spawns into itself: another may be gone.
      first.spawn([&book, &first, id] { first.spawn([&book, id] { book.ran(id); }); });
    }
    while (!several.empty()) several.erase(several.begin() + choices.below(static_cast<std::uint32_t>(several.size())));
    book.expect_all_once();
  });
}

// Made first, it ends last: every id ran once before.
struct checked_last {
  accounts book{3000};
  ~checked_last() {
    bool all_once = true;
    for (std::size_t id = 0; id < book.size(); ++id) all_once &= book.times(id) == 1;
    ::_exit(all_once ? 0 : 1);
  }
};

void spawn_range(scheduler& workers, accounts& book, std::size_t first, std::size_t end) {
  for (std::size_t id = first; id < end; ++id) workers.spawn([&book, id] { book.ran(id); });
}

struct spawns_at_its_end {
  scheduler& workers;
  accounts& book;
  ~spawns_at_its_end() { spawn_range(workers, book, 2000, 3000); }
};

TEST(scheduler_lifetimes_DeathTest, as_a_static_object) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto program = [] {
    static checked_last ending;
    static scheduler workers({.workers = 2});
    static const spawns_at_its_end late{workers, ending.book};
    spawn_range(workers, ending.book, 0, 1000);
    {
      const auto here = workers.attach();
      spawn_range(workers, ending.book, 1000, 2000);
    }
    std::exit(2);
  };
  EXPECT_EXIT(program(), testing::ExitedWithCode(0), "");
}

TEST(scheduler_lifetimes, abandoned_tasks_are_destroyed_and_counted) {
  for_each_round([](sync::random& choices) {
    const auto alive = std::make_shared<int>(0);
    accounts book(1 + choices.below(20'000));
    scheduler workers({.workers = 1 + choices.below(3)});
    for (std::size_t id = 0; id < book.size(); ++id) workers.spawn([&book, id, alive] { book.ran(id); });
    const std::uint64_t unrun = workers.shutdown(shutdown_mode::abandon);
    EXPECT_EQ(unrun, book.count_unrun());
    EXPECT_EQ(alive.use_count(), 1) << "a closure was not destroyed";
  });
}

TEST(scheduler_lifetimes, a_group_learns_that_it_was_abandoned) {
  scheduler workers({.workers = 1});
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  task_group group(workers);
  group.spawn([&] {
    begun = true;
    until(over);
  });
  for (int i = 0; i < 10; ++i) group.spawn([] {});
  until(begun);
  sync::thread ending([&] { EXPECT_EQ(workers.shutdown(shutdown_mode::abandon), 10U); });
  ::usleep(20'000);
  over = true;
  EXPECT_THROW(group.wait(), tasks_cancelled);
  ending.join();
}

TEST(scheduler_lifetimes, after_shutdown_nothing_is_taken) {
  scheduler workers({.workers = 1});
  workers.shutdown();
  auto owned = std::make_unique<int>(1);
  EXPECT_THROW(workers.spawn([mine = std::move(owned)] {}), scheduler_closed);
  EXPECT_THROW({ const auto here = workers.attach(); }, scheduler_closed);
  EXPECT_EQ(workers.shutdown(), 0U) << "a second shutdown does nothing";
}

TEST(scheduler_lifetimes, misuse_is_told) {
  scheduler workers({.workers = 1, .attachable = 1});
  {
    const auto here = workers.attach();
    EXPECT_EQ(this_worker::index(), 1U);
    EXPECT_THROW({ const auto again = workers.attach(); }, std::logic_error);
    EXPECT_THROW(workers.shutdown(), std::logic_error) << "while a thread is attached";
    sync::thread([&] { EXPECT_THROW({ const auto second = workers.attach(); }, std::runtime_error); }).join();
  }
  EXPECT_EQ(this_worker::index(), std::nullopt);
  task_group group(workers);
  sync::thread([&] { EXPECT_THROW(group.wait(), std::logic_error); }).join();
  group.spawn([&] { EXPECT_THROW(workers.shutdown(), std::logic_error) << "by its own worker"; });
  group.wait();
  EXPECT_THROW(scheduler({.workers = 1U << 30}), std::invalid_argument);
}

TEST(scheduler_lifetimes, attached_threads_come_and_go) {
  scheduler workers({.workers = 2, .attachable = 3});
  for_each_round([&](sync::random&) {
    accounts book(3000);
    run_together(2, [&](unsigned thread) {
      const auto here = workers.attach();
      task_group group(workers);
      for (std::size_t i = 0; i < 500; ++i) group.spawn([&book, id = thread * 1000 + i] { book.ran(id); });
      // Left behind in the queue when the thread goes.
      for (std::size_t i = 500; i < 1000; ++i) workers.spawn([&book, id = thread * 1000 + i] { book.ran(id); });
      group.wait();
    });
    task_group rest(workers);
    while (book.count_unrun() != 0) ::usleep(100);
    book.expect_all_once();
  });
}

TEST(scheduler_lifetimes, in_the_child_of_a_fork_it_refuses) {
  constexpr bool forks = WYN_THREAD_SANITIZER == 0;
  scheduler workers({.workers = 2});
  accounts book(100);
  for (std::size_t id = 0; id < book.size(); ++id) workers.spawn([&book, id] { book.ran(id); });
  if (forks) {
    const pid_t child = ::fork();
    if (child == 0) {
      bool refused = false;
      try {
        workers.spawn([] {});
      } catch (const scheduler_forked&) {
        refused = true;
      }
      workers.shutdown();
      accounts mine(10);
      {
        scheduler own({.workers = 1});
        for (std::size_t id = 0; id < mine.size(); ++id) own.spawn([&mine, id] { mine.ran(id); });
      }
      ::_exit(refused && mine.count_unrun() == 0 ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  workers.shutdown();
  book.expect_all_once();
}

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
