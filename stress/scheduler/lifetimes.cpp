// Schedulers come and go: under load, several at a time, abandoned, misused, in the child of a fork.
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <vector>

#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/occupied.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/scheduler/until_closed.hpp"
#include "stress/together.hpp"
#include "wyn/parallel.hpp"
#include "wyn/sync/interrupt.hpp"
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
  std::uint64_t unrun = 0;
  sync::thread ending([&] { unrun = workers.shutdown(shutdown_mode::abandon); });
  const std::uint64_t others = until_closed(workers);
  over = true;
  EXPECT_THROW(group.wait(), tasks_cancelled);
  EXPECT_NO_THROW(group.wait()) << "it is told once";
  ending.join();
  EXPECT_EQ(unrun, others + 10);
}

TEST(scheduler_lifetimes, threads_have_the_name_and_the_stack_they_were_given) {
  // More than the default: the C library may reuse a larger stack than was asked for.
  static constexpr std::size_t stack = std::size_t{64} << 20;
  scheduler workers({.workers = 1, .stack_size = stack, .name = "crew"});
  task_group group(workers);
  group.spawn([] {
    std::array<char, 16> name{};
    ASSERT_EQ(::pthread_getname_np(::pthread_self(), name.data(), name.size()), 0);
    EXPECT_STREQ(name.data(), "crew-0");
    pthread_attr_t attributes;
    ASSERT_EQ(::pthread_getattr_np(::pthread_self(), &attributes), 0);
    std::size_t found = 0;
    EXPECT_EQ(::pthread_attr_getstacksize(&attributes, &found), 0);
    EXPECT_EQ(::pthread_attr_destroy(&attributes), 0);
    EXPECT_GE(found, stack);
  });
  group.wait();
}

// With the only worker busy, an attached thread's queue fills up, and the rest goes to the inbox.
TEST(scheduler_lifetimes, stats_count_what_happened) {
  constexpr std::uint64_t tasks = 5000;
  scheduler workers({.workers = 1});
  occupied_worker busy(workers);
  {
    const auto here = workers.attach();
    for (std::uint64_t i = 0; i < tasks; ++i) workers.spawn([] {});
    const scheduler_stats now = workers.stats();
    EXPECT_EQ(now.queued + now.waiting, tasks);
    EXPECT_GE(now.queued, sync::queue_capacity / 2);
  }
  const scheduler_stats full = workers.stats();
  EXPECT_EQ(full.spawned, tasks) << "from outside nothing is counted";
  // Half a queue at a time.
  EXPECT_GE(full.spilled, tasks - sync::queue_capacity);
  EXPECT_LE(full.spilled, tasks - sync::queue_capacity / 2);
  EXPECT_EQ(full.run, 1U) << "a task is counted when it begins";
  // Leaving its seat, the thread handed on what lay in its queue.
  EXPECT_EQ(full.waiting, tasks);
  busy.let_go();
  workers.shutdown();
  const scheduler_stats empty = workers.stats();
  EXPECT_EQ(empty.run, tasks + 1);
  EXPECT_EQ(empty.cancelled + empty.inlined + empty.queued + empty.waiting, 0U);
}

// Task by task, though they lie in bundles.
TEST(scheduler_lifetimes, stats_count_what_waits_in_bulk) {
  scheduler workers({.workers = 1});
  occupied_worker busy(workers);
  workers.spawn_bulk(1000, [](std::size_t) { return [] {}; });
  EXPECT_EQ(workers.stats().waiting, 1000U);
  busy.let_go();
  workers.shutdown();
  EXPECT_EQ(workers.stats().waiting, 0U);
  EXPECT_EQ(workers.stats().run, 1001U);
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

// The workers sleep, and have not looked at the seat that the thread takes: the one task on it is run though the thread
// neither waits nor spawns again. On each of the seats at the same time, too.
TEST(scheduler_lifetimes, the_first_task_of_a_new_seat_is_seen) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(2), .attachable = 4});
    const useconds_t settle = choices.below(2000);
    run_together(3, [&](unsigned) {
      ::usleep(settle);
      const auto here = workers.attach();
      std::atomic<bool> ran{false};
      workers.spawn([&ran] { ran = true; });
      until(ran);
    });
  });
}

// A request may be under way to a thread while it leaves its seat: its handler would use a worker that is gone. (A fault
// that AddressSanitizer sees.)
TEST(scheduler_lifetimes, who_has_left_is_not_interrupted_any_more) {
  {
    scheduler workers({.workers = 1});
    const auto here = workers.attach();
    workers.spawn([] {});
  }
  EXPECT_EQ(::raise(sync::interrupt_signal()), 0);
}

#if !WYN_THREAD_SANITIZER
// Its handler would use the scheduler, which the child may have destroyed.
TEST(scheduler_lifetimes, the_child_of_an_attached_threads_fork_is_not_interrupted) {
  void* const place = ::mmap(nullptr, sizeof(scheduler), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(place, MAP_FAILED);
  auto* const workers = ::new (place) scheduler({.workers = 1});
  {
    const occupied_worker busy(*workers);  // so that the task stays in the queue of this thread
    const auto here = workers->attach();
    workers->spawn([] {});
    const pid_t child = ::fork();
    if (child == 0) {
      workers->~scheduler();
      ::munmap(place, sizeof(scheduler));
      ::raise(sync::interrupt_signal());
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  workers->~scheduler();
  ::munmap(place, sizeof(scheduler));
}
#endif

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

}  // namespace
}  // namespace wyn::stress
