// Every wrong call of the C interface has an error of its own, and nothing is lost.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "stress/c_api/functions.hpp"
#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/refused_call.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/together.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/wyn.h"

namespace wyn::stress {
namespace {

void nothing(void*) {}

TEST(c_api, null_pointers_and_sizes) {
  wyn_scheduler* scheduler = nullptr;
  wyn_options options = wyn_default_options();
  options.size = 1;
  EXPECT_EQ(wyn_create(&options, &scheduler), WYN_ERROR_ARGUMENT);
  options = wyn_default_options();
  options.workers = ~0U;
  EXPECT_EQ(wyn_create(&options, &scheduler), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(scheduler, nullptr);
  EXPECT_EQ(wyn_spawn(nullptr, nullptr, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_spawn_async(nullptr, itself, nullptr, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_future_get(nullptr, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_future_get_for(nullptr, 1, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_future_cancel(nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_group_create(nullptr, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_group_spawn(nullptr, nothing, nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_group_wait(nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_group_cancel(nullptr), WYN_ERROR_ARGUMENT);
  EXPECT_EQ(wyn_stats(nullptr, nullptr), WYN_ERROR_ARGUMENT);
  wyn_statistics statistics{};
  EXPECT_EQ(wyn_stats(nullptr, &statistics), WYN_ERROR_ARGUMENT) << "without its size";
  EXPECT_EQ(wyn_destroy(nullptr), WYN_OK);
  EXPECT_EQ(wyn_group_destroy(nullptr), WYN_OK);
  wyn_future_free(nullptr);
}

TEST(c_api, every_error_has_its_text) {
  for (int error = WYN_OK; error <= WYN_ERROR_UNKNOWN + 1; ++error) {
    EXPECT_STRNE(wyn_error_text(static_cast<wyn_error>(error)), "") << error;
  }
}

// Of structs of another version what both know is read and written.
TEST(c_api, structs_of_other_versions) {
  struct newer {
    wyn_statistics known;
    std::uint64_t later;
  } statistics{{}, 7};
  statistics.known.size = sizeof(newer);
  EXPECT_EQ(wyn_stats(nullptr, &statistics.known), WYN_OK);
  EXPECT_EQ(statistics.later, 7U);
  EXPECT_EQ(statistics.known.size, sizeof(newer));
  std::array<std::uint64_t, 4> older{2 * sizeof(std::uint64_t), 9, 8, 8};
  EXPECT_EQ(wyn_stats(nullptr, reinterpret_cast<wyn_statistics*>(older.data())), WYN_OK);
  EXPECT_EQ(older[2], 8U);
}

struct held {
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
};
void hold(void* given) {
  auto& own = *static_cast<held*>(given);
  own.begun = true;
  until(own.over);
}

// Beside a task that holds the only worker.
TEST(c_api, statistics_say_what_is_queued) {
  const deadline limit("statistics of the C interface");
  wyn_scheduler* const scheduler = started(1);
  struct spawner : held {
    wyn_scheduler* in;
  } worker;
  worker.in = scheduler;
  const auto spawn_and_hold = [](void* given) {
    auto& own = *static_cast<spawner*>(given);
    EXPECT_EQ(wyn_spawn(own.in, nothing, nullptr), WYN_OK);
    EXPECT_EQ(wyn_spawn(own.in, nothing, nullptr), WYN_OK);
    hold(static_cast<held*>(&own));
  };
  ASSERT_EQ(wyn_spawn(scheduler, spawn_and_hold, &worker), WYN_OK);
  until(worker.begun);
  EXPECT_EQ(wyn_spawn(scheduler, nothing, nullptr), WYN_OK);
  wyn_statistics statistics{};
  statistics.size = sizeof statistics;
  EXPECT_EQ(wyn_stats(scheduler, &statistics), WYN_OK);
  EXPECT_EQ(statistics.queued, 2U);
  EXPECT_EQ(statistics.waiting, 1U);
  EXPECT_EQ(statistics.spawned, 2U);
  worker.over = true;
  EXPECT_EQ(wyn_destroy(scheduler), WYN_OK);
}

// Behind a task that holds the only worker.
TEST(c_api, futures_time_out_and_are_cancelled) {
  const deadline limit("futures of the C interface");
  wyn_scheduler* const scheduler = started(1);
  held worker;
  ASSERT_EQ(wyn_spawn(scheduler, hold, &worker), WYN_OK);
  until(worker.begun);
  wyn_future* kept = nullptr;
  wyn_future* cancelled = nullptr;
  wyn_future* left = nullptr;
  int value = 0;
  void* result = nullptr;
  ASSERT_EQ(wyn_spawn_async(scheduler, itself, &value, &kept), WYN_OK);
  ASSERT_EQ(wyn_spawn_async(scheduler, itself, &value, &cancelled), WYN_OK);
  ASSERT_EQ(wyn_spawn_async(scheduler, itself, &value, &left), WYN_OK);
  EXPECT_EQ(wyn_future_get_for(kept, 1'000'000, &result), WYN_ERROR_TIMEOUT);
  EXPECT_EQ(wyn_future_get_for(kept, 0, &result), WYN_ERROR_TIMEOUT);
  EXPECT_EQ(wyn_future_cancel(cancelled), WYN_OK);
  wyn_future_free(left);
  worker.over = true;
  EXPECT_EQ(wyn_future_get_for(kept, ~std::uint64_t{0}, &result), WYN_OK);
  EXPECT_EQ(result, &value);
  EXPECT_EQ(wyn_future_get(cancelled, &result), WYN_ERROR_CANCELLED);
  std::uint64_t unrun = 7;
  EXPECT_EQ(wyn_shutdown(scheduler, 0, &unrun), WYN_OK);
  EXPECT_EQ(unrun, 1U);
  EXPECT_EQ(wyn_destroy(scheduler), WYN_OK);
}

TEST(c_api, groups_on_other_threads_and_cancelled) {
  wyn_group* group = nullptr;
  ASSERT_EQ(wyn_group_create(nullptr, &group), WYN_OK);
  sync::thread([&] {
    EXPECT_EQ(wyn_group_wait(group), WYN_ERROR_MISUSE);
    EXPECT_EQ(wyn_group_destroy(group), WYN_ERROR_MISUSE);
  }).join();
  EXPECT_EQ(wyn_group_cancel(group), WYN_OK);
  EXPECT_EQ(wyn_group_spawn(
                group, [](void*) { ADD_FAILURE() << "a cancelled group runs a task"; }, nullptr),
            WYN_OK);
  EXPECT_EQ(wyn_group_wait(group), WYN_ERROR_CANCELLED);
  EXPECT_EQ(wyn_group_destroy(group), WYN_OK);
}

struct ending {
  wyn_scheduler* scheduler;
  std::atomic<int> answer{-1};
};
TEST(c_api, a_scheduler_is_not_ended_by_its_own_task) {
  ending own{};
  ASSERT_EQ(wyn_create(nullptr, &own.scheduler), WYN_OK);
  ASSERT_EQ(wyn_spawn(
                own.scheduler,
                [](void* given) {
                  auto& its = *static_cast<ending*>(given);
                  its.answer = wyn_destroy(its.scheduler);
                },
                &own),
            WYN_OK);
  while (own.answer == -1) ::usleep(100);
  EXPECT_EQ(own.answer, WYN_ERROR_MISUSE);
  EXPECT_EQ(wyn_destroy(own.scheduler), WYN_OK);
}

// Fast spawns by several threads and by tasks, each once.
struct branching : entry {
  std::array<entry, 2> children;
};
TEST(c_api, fast_spawns_run_once) {
  const deadline limit("fast spawns");
  constexpr std::size_t each = 1000;
  unawaited_accounts all(3 * 3 * each);
  std::vector<branching> tasks(3 * each);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    static_cast<entry&>(tasks[i]) = {&all, 3 * i};
    tasks[i].children = {entry{&all, 3 * i + 1}, entry{&all, 3 * i + 2}};
  }
  run_together(2, [&](unsigned thread) {
    for (std::size_t i = 0; i < each; ++i) {
      wyn_spawn_fast(
          [](void* given) {
            auto& own = *static_cast<branching*>(static_cast<entry*>(given));
            wyn_spawn_fast(enter, &own.children[0]);
            wyn_spawn_wait(enter, &own.children[1]);
            EXPECT_EQ(own.of->book.times(own.children[1].id), 1U);
            enter(given);
          },
          static_cast<entry*>(&tasks[thread * each + i]));
    }
  });
  all.wait_for(all.book.size());
  all.book.expect_all_once();
}

// In the child of a fork the scheduler has no threads: the caller does what it spawns.
TEST(c_api, in_the_child_of_a_fork) {
  if (WYN_THREAD_SANITIZER != 0) return;
  wyn_spawn_wait(nothing, nullptr);
  const std::uint64_t before = ran_by_caller();
  const pid_t child = ::fork();
  if (child == 0) {
    unawaited_accounts all(2);
    entry first{&all, 0};
    entry second{&all, 1};
    wyn_spawn_fast(enter, &first);
    wyn_spawn_wait(enter, &second);
    const bool told = wyn_spawn(nullptr, nothing, nullptr) == WYN_ERROR_FORKED;
    ::_exit(told && all.book.count_unrun() == 0 && ran_by_caller() == before + 2 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

// For good, whether it has started or not; who spawns does the work.
TEST(c_api_DeathTest, after_the_shutdown_of_the_default_scheduler) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto shut_down_and_spawn = [] {
    unawaited_accounts all(3);
    std::array<entry, 3> entries{entry{&all, 0}, entry{&all, 1}, entry{&all, 2}};
    wyn_spawn_fast(enter, &entries[0]);
    const bool drained = wyn_shutdown(nullptr, 0, nullptr) == WYN_OK && all.book.times(0) == 1;
    const std::uint64_t before = ran_by_caller();
    wyn_spawn_fast(enter, &entries[1]);
    wyn_spawn_wait(enter, &entries[2]);
    const bool told = wyn_spawn(nullptr, nothing, nullptr) == WYN_ERROR_CLOSED;
    std::_Exit(drained && told && all.book.count_unrun() == 0 && ran_by_caller() == before + 2 ? 5 : 1);
  };
  EXPECT_EXIT(shut_down_and_spawn(), ::testing::ExitedWithCode(5), "");
}

// The signal is handled by whoever makes the scheduler, and not by a worker, which could tell nobody.
TEST(c_api_DeathTest, a_signal_that_the_system_refuses) {
  if (!calls_can_be_refused()) GTEST_SKIP() << "the kernel has no seccomp";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto create = [] {
    refuse_call(SYS_rt_sigaction, EPERM);
    wyn_scheduler* scheduler = nullptr;
    const bool told = wyn_create(nullptr, &scheduler) == WYN_ERROR_SYSTEM && scheduler == nullptr;
    bool done = false;
    wyn_spawn_wait([](void* flag) { *static_cast<bool*>(flag) = true; }, &done);
    std::_Exit(told && done ? 6 : 1);
  };
  EXPECT_EXIT(create(), ::testing::ExitedWithCode(6), "");
}

// What its workers destroy unrun is done by who waits for it. One for each worker keeps them busy meanwhile.
void abandon_a_spawn_that_waits() {
  unawaited_accounts all(1);
  entry waits{&all, 0};
  std::vector<held> busy(usable_processors());
  for (held& one : busy) {
    wyn_spawn_fast(hold, &one);
    until(one.begun);
  }
  const std::uint64_t before = ran_by_caller();
  sync::thread waiter([&waits] { wyn_spawn_wait(enter, &waits); });
  wyn_statistics statistics{};
  statistics.size = sizeof statistics;
  until([&] { return wyn_stats(nullptr, &statistics) == WYN_OK && statistics.waiting == 1; });
  std::uint64_t cancelled = 0;
  sync::thread ender([&cancelled] { EXPECT_EQ(wyn_shutdown(nullptr, 1, &cancelled), WYN_OK); });
  until([] { return wyn_spawn(nullptr, nothing, nullptr) == WYN_ERROR_CLOSED; });
  for (held& one : busy) one.over = true;
  waiter.join();
  ender.join();
  std::_Exit(cancelled > 0 && all.book.times(0) == 1 && ran_by_caller() == before + 1 ? 6 : 1);
}
TEST(c_api_DeathTest, the_default_scheduler_abandons_what_somebody_waits_for) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(abandon_a_spawn_that_waits(), ::testing::ExitedWithCode(6), "");
}

// The process may exit at any time: beside tasks that run, and from one of them.
TEST(c_api_DeathTest, the_process_exits) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto beside_tasks = [] {
    for (int i = 0; i < 10'000; ++i) wyn_spawn_fast([](void*) { ::usleep(10); }, nullptr);
    std::exit(3);
  };
  EXPECT_EXIT(beside_tasks(), ::testing::ExitedWithCode(3), "");
  const auto from_a_task = [] {
    wyn_spawn_fast([](void*) { std::exit(4); }, nullptr);
    for (;;) ::pause();
  };
  EXPECT_EXIT(from_a_task(), ::testing::ExitedWithCode(4), "");
}

}  // namespace
}  // namespace wyn::stress
