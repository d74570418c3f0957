// What the system may do at any moment: signals for every thread, fewer processors, forks, and the end of the process.
#include <dirent.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/scenario.hpp"
#include "stress/scheduler/until.hpp"

namespace wyn::stress {
namespace {

std::vector<pid_t> threads_of_this_process() {
  std::vector<pid_t> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> tasks(::opendir("/proc/self/task"), ::closedir);
  while (const dirent* const entry = ::readdir(tasks.get())) {
    if (entry->d_name[0] != '.') all.push_back(static_cast<pid_t>(std::stol(entry->d_name)));
  }
  return all;
}

// Does `disturb` to every thread but its own, over and over, while scenarios are played.
void play_while(const std::function<void(pid_t)>& disturb) {
  std::atomic<bool> over{false};
  std::atomic<unsigned> disturbances{0};
  std::thread beside([&] {
    const auto self = static_cast<pid_t>(::syscall(SYS_gettid));
    while (!over) {
      for (const pid_t thread : threads_of_this_process()) {
        if (thread == self) continue;
        disturb(thread);
        ++disturbances;
      }
      ::usleep(50);
    }
  });
  for_each_round([](sync::random&) { EXPECT_EQ(scenario().play(), 0U); });
  over = true;
  beside.join();
  EXPECT_GT(disturbances, 0U);
}

std::atomic<unsigned> signals{0};

// The interrupt signal, which nobody of wyn sent, and one that a program handles; without SA_RESTART.
TEST(scheduler_hostile_system, signals_at_any_moment) {
  const deadline limit("signals at any moment");
  struct sigaction counts {};
  struct sigaction before {};
  counts.sa_handler = [](int) { ++signals; };
  ASSERT_EQ(::sigaction(SIGUSR1, &counts, &before), 0);
  play_while([](pid_t thread) {
    ::syscall(SYS_tgkill, ::getpid(), thread, SIGUSR1);
    ::syscall(SYS_tgkill, ::getpid(), thread, SIGURG);
  });
  ::sigaction(SIGUSR1, &before, nullptr);
  EXPECT_GT(signals, 0U);
}

// All threads on one processor, then on all again, as if the others came and went.
TEST(scheduler_hostile_system, processors_come_and_go) {
  const deadline limit("processors come and go");
  cpu_set_t all;
  ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  unsigned turn = 0;
  play_while([&](pid_t thread) { ::sched_setaffinity(thread, sizeof all, ++turn / 50 % 2 == 0 ? &all : &one); });
  for (const pid_t thread : threads_of_this_process()) ::sched_setaffinity(thread, sizeof all, &all);
}

#if !WYN_THREAD_SANITIZER
// Children of a process under load: each makes a scheduler of its own, and the parent's account holds. AddressSanitizer 14
// leaves its allocator locked in such a child, which does nothing there.
TEST(scheduler_hostile_system, forks_under_load) {
  const deadline limit("forks under load");
  std::atomic<bool> over{false};
  std::thread beside([&] {
    while (!over) EXPECT_EQ(scenario().play(), 0U);
  });
  for (int i = 0; i < 10; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(60);  // a child that hangs ends
      const bool right = WYN_ADDRESS_SANITIZER || (scenario().play() == 0 && !testing::Test::HasFailure());
      ::_exit(right ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  over = true;
  beside.join();
}
#endif

class scheduler_hostile_system_DeathTest : public testing::Test {
 protected:
  scheduler_hostile_system_DeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

// What the process keeps is not destroyed, and its workers run until the last moment.
scheduler& kept_under_load() {
  static auto& kept = *new scheduler({.workers = 2});  // NOLINT(cppcoreguidelines-owning-memory): kept to the end
  for (int i = 0; i < 1000; ++i) kept.spawn([] { ::usleep(100); });
  return kept;
}

TEST_F(scheduler_hostile_system_DeathTest, the_process_exits_while_workers_run) {
  EXPECT_EXIT(
      {
        kept_under_load();
        std::exit(7);  // NOLINT(concurrency-mt-unsafe): what is tested
      },
      testing::ExitedWithCode(7), "");
}

// As a crash reporter's handler is called, or a garbage collector's.
TEST_F(scheduler_hostile_system_DeathTest, a_task_makes_a_fault_that_the_program_handles) {
  const auto fault = [] {
    struct sigaction handled {};
    handled.sa_handler = [](int) { ::_exit(9); };
    ::sigaction(SIGSEGV, &handled, nullptr);
    scheduler workers({.workers = 1});
    workers.spawn([] {
      void* const page = ::mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      *static_cast<volatile char*>(page) = 0;
    });
  };
  EXPECT_EXIT(fault(), testing::ExitedWithCode(9), "");
}

TEST_F(scheduler_hostile_system_DeathTest, a_task_exits_the_process) {
  EXPECT_EXIT(
      {
        kept_under_load().spawn([] { std::exit(8); });  // NOLINT(concurrency-mt-unsafe): what is tested
        for (;;) ::usleep(1000);
      },
      testing::ExitedWithCode(8), "");
}

}  // namespace
}  // namespace wyn::stress
