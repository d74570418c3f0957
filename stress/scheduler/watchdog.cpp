// Long waits are reported once, with the group's place, and whoever waits is not held up by it.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

using std::chrono::milliseconds;

// What was reported.
class reports {
 public:
  void add(const wait_report& one) {
    const std::lock_guard held(lock_);
    all_.push_back(one);
  }
  [[nodiscard]] std::vector<wait_report> all() {
    const std::lock_guard held(lock_);
    return all_;
  }
  [[nodiscard]] std::size_t count() { return all().size(); }

 private:
  std::mutex lock_;
  std::vector<wait_report> all_;
};

scheduler_options reporting_to(reports& all, milliseconds after) {
  return {.workers = 2, .long_wait = after, .on_long_wait = [&all](const wait_report& one) { all.add(one); }};
}

void expect_this_file(const char* file) {
  EXPECT_NE(std::strstr(file, "stress/scheduler/watchdog.cpp"), nullptr) << file;
}

// By threads of every kind: outside, attached, a worker.
TEST(scheduler_watchdog, a_long_wait_is_reported_once_with_its_place) {
  const deadline limit("long waits");
  reports seen;
  scheduler workers(reporting_to(seen, milliseconds(4)));
  const auto wait_long = [&](std::size_t reports_after) {
    task_group group(workers);
    const unsigned made = __LINE__ - 1;
    group.spawn([&] {
      until([&] { return seen.count() >= reports_after; });
      std::this_thread::sleep_for(milliseconds(20));  // a second report would come
    });
    const unsigned spawned = __LINE__ - 4;
    group.wait();
    ASSERT_EQ(seen.count(), reports_after);
    const wait_report last = seen.all().back();
    EXPECT_GE(last.waited, milliseconds(4));
    EXPECT_EQ(last.made_line, made);
    EXPECT_EQ(last.spawned_line, spawned);
    expect_this_file(last.made_file);
    expect_this_file(last.spawned_file);
  };
  wait_long(1);
  {
    const auto here = workers.attach();
    wait_long(2);
  }
  workers.spawn([&] { wait_long(3); });
  workers.shutdown();
  EXPECT_EQ(seen.count(), 3U);
}

// Also the one of a destructor, of a group whose tasks others spawned.
TEST(scheduler_watchdog, a_group_whose_thread_spawned_nothing) {
  const deadline limit("a destructor's wait");
  reports seen;
  scheduler workers(reporting_to(seen, milliseconds(2)));
  {
    task_group group(workers);
    std::thread([&] { group.spawn([&] { until([&] { return seen.count() != 0; }); }); }).join();
  }
  ASSERT_EQ(seen.count(), 1U);
  EXPECT_EQ(seen.all()[0].spawned_line, 0U);
}

// Whoever waits learns of the end of its tasks after another thread's shutdown, and before the scheduler is gone.
TEST(scheduler_watchdog, a_wait_outlives_the_shutdown) {
  const deadline limit("a wait beside a shutdown");
  for_each_round([](sync::random&) {
    reports seen;
    scheduler workers(reporting_to(seen, milliseconds(1)));
    task_group group(workers);
    for (int i = 0; i < 4; ++i) group.spawn([] { ::usleep(1000); });
    std::thread ends([&] { workers.shutdown(); });
    group.wait();
    ends.join();
  });
}

#if !WYN_THREAD_SANITIZER
// In the child of a fork there is no watchdog to wait for, whether the scheduler was shut down before or not.
TEST(scheduler_watchdog, in_the_child_of_a_fork) {
  const deadline limit("a watchdog's fork");
  for (const bool shut_down : {false, true}) {
    auto workers = std::make_unique<scheduler>(scheduler_options{.workers = 1, .long_wait = milliseconds(1)});
    if (shut_down) workers->shutdown();
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(60);  // a child that hangs ends
      workers.reset();
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
}
#endif

TEST(scheduler_watchdog, short_waits_are_not_reported) {
  const deadline limit("short waits");
  reports seen;
  scheduler workers(reporting_to(seen, std::chrono::minutes(10)));
  for_each_round([&](sync::random&) {
    task_group group(workers);
    for (int i = 0; i < 20; ++i) group.spawn([] {});
    group.wait();
  });
  workers.shutdown();
  EXPECT_EQ(seen.count(), 0U);
}

// The wait ends while its report is being written.
TEST(scheduler_watchdog, nobody_waits_for_the_handler) {
  const deadline limit("a slow handler");
  std::atomic<bool> told{false};
  std::atomic<bool> ended{false};
  scheduler workers({.workers = 1, .long_wait = milliseconds(1), .on_long_wait = [&](const wait_report&) {
                       told = true;
                       until([&] { return ended.load(); });
                     }});
  task_group group(workers);
  group.spawn([&] { until([&] { return told.load(); }); });
  group.wait();
  ended = true;
}

// More than it has places for, one inside the other: all end, and as many as it has places for are reported.
TEST(scheduler_watchdog, more_waits_than_it_can_watch) {
  const deadline limit("many waits");
  constexpr std::size_t most = runtime::watchdog::most;
  reports seen;
  scheduler workers(reporting_to(seen, milliseconds(1)));
  const std::function<void(std::size_t)> nest = [&](std::size_t left) {
    if (left == 0) return until([&] { return seen.count() == most; });
    task_group group(workers);
    group.spawn([&nest, left] { nest(left - 1); });
    group.wait();
  };
  nest(most + most / 8);
  EXPECT_EQ(seen.count(), most);
}

TEST(scheduler_watchdog, prints_without_a_handler) {
  const deadline limit("a printed report");
  testing::internal::CaptureStderr();
  {
    scheduler workers({.workers = 1, .long_wait = milliseconds(1)});
    task_group group(workers);
    group.spawn([] { std::this_thread::sleep_for(milliseconds(60)); });
    group.wait();
  }
  const std::string printed = testing::internal::GetCapturedStderr();
  EXPECT_NE(printed.find("wyn: the task_group made at "), std::string::npos) << printed;
  EXPECT_NE(printed.find("stress/scheduler/watchdog.cpp:"), std::string::npos) << printed;
  EXPECT_NE(printed.find("the last task that its thread spawned is from "), std::string::npos) << printed;
}

TEST(scheduler_watchdog, a_negative_time_is_refused) {
  EXPECT_THROW(scheduler({.long_wait = milliseconds(-1)}), std::invalid_argument);
}

}  // namespace
}  // namespace wyn::stress
