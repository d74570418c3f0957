// What must not be done with a scheduler, and the answer: an exception that says so, or, where nobody could catch one, a
// line and the end of the program.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <optional>
#include <thread>

#include "stress/sanitizer.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

class scheduler_misuse_DeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

std::unique_ptr<scheduler::attachment> attach(scheduler& to) {
  return std::unique_ptr<scheduler::attachment>(new scheduler::attachment(to.attach()));
}

TEST_F(scheduler_misuse_DeathTest, a_scheduler_ends_under_an_attached_thread) {
  const auto misuse = [] {
    auto workers = std::make_unique<scheduler>(scheduler_options{.workers = 1});
    const auto here = workers->attach();
    workers.reset();
  };
  EXPECT_DEATH(misuse(), "shutdown while 1 threads are attached");
}

TEST_F(scheduler_misuse_DeathTest, a_scheduler_is_destroyed_by_its_own_worker) {
  const auto misuse = [] {
    auto* const workers = new scheduler({.workers = 1});
    workers->spawn([workers] { delete workers; });
    ::usleep(2'000'000);
  };
  EXPECT_DEATH(misuse(), "by one of its own workers");
}

TEST_F(scheduler_misuse_DeathTest, another_thread_ends_an_attachment) {
  const auto misuse = [] {
    scheduler workers({.workers = 1});
    auto here = attach(workers);
    std::thread([&] { here.reset(); }).join();
  };
  EXPECT_DEATH(misuse(), "an attachment ends on another thread");
}

TEST_F(scheduler_misuse_DeathTest, a_task_ends_the_attachment_of_the_thread_that_runs_it) {
  const auto misuse = [] {
    scheduler workers({.workers = 1});
    auto here = attach(workers);
    task_group group(workers);
    std::atomic<bool> over{false};
    for (int i = 0; i < 2; ++i) {
      group.spawn([&, caller = std::this_thread::get_id()] {
        if (std::this_thread::get_id() == caller) here.reset();
        else until(over);
      });
    }
    group.wait();
  };
  EXPECT_DEATH(misuse(), "an attachment ends inside a task");
}

TEST_F(scheduler_misuse_DeathTest, a_group_outlives_the_attachment_it_was_made_in) {
  const auto misuse = [] {
    scheduler workers({.workers = 1});
    auto here = attach(workers);
    task_group group(workers);
    group.spawn([] {});
    here.reset();
  };
  EXPECT_DEATH(misuse(), "an attachment ends before 1 task groups that were made in it");
}

TEST_F(scheduler_misuse_DeathTest, another_thread_ends_a_group) {
  const auto misuse = [] {
    scheduler workers({.workers = 1});
    auto group = std::make_unique<task_group>(workers);
    group->spawn([] {});
    std::thread([&] { group.reset(); }).join();
  };
  EXPECT_DEATH(misuse(), "task_group ends on another thread");
}

TEST_F(scheduler_misuse_DeathTest, a_detached_task_throws_and_nobody_handles_it) {
  const auto misuse = [] {
    scheduler workers({.workers = 1});
    workers.spawn([] { throw std::runtime_error("alone"); });
    ::usleep(2'000'000);
  };
  EXPECT_DEATH(misuse(), "a task spawned at .*misuse.cpp:[0-9]+ threw: alone");
}

TEST_F(scheduler_misuse_DeathTest, the_handler_of_panics_throws) {
  const auto misuse = [] {
    scheduler workers(
        {.workers = 1, .on_panic = [](std::exception_ptr thrown, auto) { std::rethrow_exception(thrown); }});
    workers.spawn([] { throw std::runtime_error("twice"); });
    ::usleep(2'000'000);
  };
  EXPECT_DEATH(misuse(), "twice");
}

TEST_F(scheduler_misuse_DeathTest, a_task_ends_its_own_group) {
  const auto misuse = [] {
    const deadline limit("a task that ends its own group");
    scheduler workers({.workers = 1});
    const auto here = workers.attach();
    std::atomic<bool> busy{false};
    std::atomic<bool> over{false};
    workers.spawn([&] {
      busy = true;
      until(over);
    });
    until(busy);
    auto group = std::make_unique<task_group>(workers);
    group->spawn([&] { group.reset(); });
    group->wait();
  };
  EXPECT_DEATH(misuse(), "a task_group ends in a task of its own");
}

// By the group's own thread, too, and below a fork.
TEST(scheduler_misuse, a_task_waits_for_its_own_group) {
  const deadline limit("a task that waits for its own group");
  scheduler workers({.workers = 1});
  const auto here = workers.attach();
  for (int i = 0; i < 100; ++i) {
    task_group group(workers);
    group.spawn([&] { group.wait(); });
    EXPECT_THROW(group.wait(), std::logic_error);
    group.spawn([&] { parallel_invoke([&] { group.wait(); }, [] {}); });
    EXPECT_THROW(group.wait(), std::logic_error);
  }
}

TEST(scheduler_misuse, two_threads_shut_down) {
  const deadline limit("two threads that shut down");
  for (int i = 0; i < 50; ++i) {
    scheduler workers({.workers = 2});
    std::atomic<bool> over{false};
    std::atomic<unsigned> refused{0};
    workers.spawn([&] { until(over); });
    const auto shut_down = [&] {
      try {
        workers.shutdown();
      } catch (const std::logic_error&) {
        refused.fetch_add(1);
        over = true;
      }
    };
    std::thread other(shut_down);
    shut_down();
    other.join();
    EXPECT_EQ(refused, 1U);
  }
}

// Its fork refers to the task that threw, and a waiter that comes across the fork looks whether it needs it.
TEST(scheduler_misuse, a_handler_of_panics_forks) {
  const deadline limit("a handler of panics that forks");
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  std::atomic<unsigned> ran{0};
  const auto handle = [&](const std::exception_ptr&, auto) {
    parallel_invoke(
        [&] {
          begun = true;
          ::usleep(2000);
        },
        [&] { ran.fetch_add(1); });
    over = true;
  };
  scheduler workers({.workers = 2, .on_panic = handle});
  {
    const auto here = workers.attach();
    for (int i = 0; i < 20; ++i) {
      begun = over = false;
      std::atomic<bool> busy{false};
      task_group group(workers);
      group.spawn([&] {
        busy = true;
        until(over);
      });
      until(busy);
      workers.spawn([] { throw 1; });
      until(begun);
      group.wait();
    }
  }
  EXPECT_EQ(ran, 20U);
}

TEST(scheduler_misuse, a_group_after_the_shutdown) {
  scheduler workers({.workers = 1});
  workers.shutdown();
  task_group group(workers);
  auto owned = std::make_unique<int>(1);
  auto body = [mine = std::move(owned)] {};
  EXPECT_THROW(group.spawn(std::move(body)), scheduler_closed);
  EXPECT_NO_THROW(group.wait()) << "what was refused is not waited for";
}

TEST(scheduler_misuse, a_worker_of_one_attaches_to_another) {
  scheduler one({.workers = 1});
  scheduler other({.workers = 1});
  task_group group(one);
  group.spawn([&] { EXPECT_THROW(static_cast<void>(other.attach()), std::logic_error); });
  group.wait();
}

// A closure that spawns when it is destroyed unrun, and one that does so while its thread ends.
TEST(scheduler_misuse, destructors_spawn) {
  const deadline limit("destructors that spawn");
  std::atomic<unsigned> ran{0};
  struct spawns_last {
    scheduler* workers = nullptr;
    std::atomic<unsigned>* ran = nullptr;
    spawns_last() = default;
    spawns_last(scheduler& in, std::atomic<unsigned>& count) : workers(&in), ran(&count) {}
    spawns_last(const spawns_last&) = delete;
    spawns_last& operator=(const spawns_last&) = delete;
    ~spawns_last() {
      if (workers == nullptr) return;
      // One in a record, one larger than any.
      workers->spawn([count = ran] { count->fetch_add(1); });
      workers->spawn([count = ran, large = std::array<char, 4000>{}] { count->fetch_add(large[0] == 0 ? 1 : 0); });
    }
  };
  {
    scheduler workers({.workers = 1});
    for (int i = 0; i < 20; ++i) {
      std::thread([&] {
        thread_local spawns_last before_wyn;  // so that it ends after what wyn keeps for the thread
        before_wyn.workers = &workers;
        before_wyn.ran = &ran;
        workers.spawn([&ran] { ran.fetch_add(1); });
      }).join();
    }
    workers.spawn([last = std::make_shared<spawns_last>(workers, ran)] {});
  }
  EXPECT_EQ(ran, 62U);
}

#if !WYN_THREAD_SANITIZER
// A join whose branch a thread of the parent took, and a task that returns into what is no worker any more.
TEST(scheduler_misuse, the_child_of_a_fork_goes_on_in_a_task) {
  const deadline limit("the child of a fork in a task");
  scheduler workers({.workers = 1});
  const auto here = workers.attach();
  std::atomic<bool> taken{false};
  std::atomic<bool> over{false};
  pid_t child = 0;
  int answer = 1;
  try {
    parallel_invoke(
        [&] {
          until(taken);
          child = ::fork();
          over = true;
        },
        [&] {
          taken = true;
          until(over);
        });
  } catch (const scheduler_forked&) {
    answer = 0;
  }
  if (child == 0) ::_exit(answer);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;

  const pid_t parent = ::getpid();
  std::atomic<pid_t> second{0};
  task_group group(workers);
  group.spawn([&] {
    const pid_t made = ::fork();
    if (made != 0) second = made;
  });
  for (int i = 0; i < 10; ++i) {
    group.spawn([&] {
      if (::getpid() != parent) ::_exit(2);
    });
  }
  group.wait();
  ASSERT_EQ(::waitpid(second, &status, 0), second.load());
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << "it runs what the parent runs: " << status;
}

// The child of a fork unwinds what its parent had: a scheduler with tasks in flight, groups, an attachment.
TEST(scheduler_misuse, the_child_of_a_fork_unwinds) {
  const deadline limit("the child of a fork");
  for (int round = 0; round < 10; ++round) {
    std::atomic<bool> over{false};
    pid_t child = 0;
    int status = 0;
    {
      scheduler workers({.workers = 2});
      task_group outside(workers);
      for (int i = 0; i < 100; ++i) {
        outside.spawn([&over] { until(over); });
      }
      const auto here = workers.attach();
      task_group attached(workers);
      for (int i = 0; i < 100; ++i) attached.spawn([] {});
      child = ::fork();
      over = true;
      if (child == 0) {
        try {
          outside.wait();
          status = 1;
        } catch (const scheduler_forked&) {
        }
        try {
          attached.spawn([] {});
          status = 2;
        } catch (const scheduler_forked&) {
        }
      }
    }
    if (child == 0) ::_exit(status);
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    if (HasFailure()) break;
  }
}
#endif

}  // namespace
}  // namespace wyn::stress
