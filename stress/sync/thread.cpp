// Threads: a body runs, its end is waited for, and no signal of the process goes to it.
#include "wyn/sync/thread.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <csignal>
#include <utility>

#include "stress/together.hpp"
#include "wyn/sync/atomic.hpp"

namespace wyn::stress {
namespace {

// A body that ends late, so that whoever does not wait for it is seen not to.
class late {
 public:
  [[nodiscard]] sync::thread start() {
    return sync::thread{[this] {
      for (int turn = 0; turn < 2000; ++turn) sync::yield_this_thread();
      ended_.store(true, sync::relaxed<"stress.late.end">);
    }};
  }
  [[nodiscard]] bool ended() const noexcept { return ended_.load(sync::relaxed<"stress.late.ended">); }

 private:
  sync::atomic<bool> ended_{false};
};

TEST(sync_thread, join_waits_for_the_end) {
  late body;
  sync::thread started = body.start();
  started.join();
  EXPECT_TRUE(body.ended());
}

TEST(sync_thread, destruction_waits_for_the_end) {
  late body;
  { const sync::thread started = body.start(); }
  EXPECT_TRUE(body.ended());
}

TEST(sync_thread, move_assignment_waits_for_the_one_that_it_replaces_and_keeps_the_other) {
  late first, second;
  {
    sync::thread held = first.start();
    sync::thread other = second.start();
    held = std::move(other);
    EXPECT_TRUE(first.ended());
  }
  EXPECT_TRUE(second.ended());
}

TEST(sync_thread, move_assignment_to_itself_keeps_it) {
  late body;
  sync::thread held = body.start();
  sync::thread& same = held;
  held = std::move(same);
  held.join();
  EXPECT_TRUE(body.ended());
}

TEST(sync_thread, an_empty_one_has_nothing_to_wait_for) {
  late body;
  sync::thread empty;
  empty = body.start();
  sync::thread moved_to = std::move(empty);
  moved_to.join();
  EXPECT_TRUE(body.ended());
}

sigset_t mask_of_this_thread() {
  sigset_t mask;
  sigprocmask(SIG_BLOCK, nullptr, &mask);
  return mask;
}

TEST(sync_thread, starts_with_signals_of_the_process_blocked_and_leaves_its_creators_mask) {
  sigset_t inside{};
  sync::thread{[&inside] { inside = mask_of_this_thread(); }}.join();
  const sigset_t outside = mask_of_this_thread();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD, SIGALRM}) {
    EXPECT_EQ(sigismember(&inside, signal), 1) << signal;
    EXPECT_EQ(sigismember(&outside, signal), 0) << signal;
  }
}

// The kernel ends a process whose thread makes a fault while it blocks the fault's signal.
TEST(sync_thread, starts_with_what_says_that_something_is_broken_unblocked) {
  sigset_t inside{};
  sync::thread{[&inside] { inside = mask_of_this_thread(); }}.join();
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF}) {
    EXPECT_EQ(sigismember(&inside, signal), 0) << signal;
  }
}

TEST(sync_thread, numbers_are_of_one_thread_each_and_stay) {
  constexpr unsigned others = 4;
  unsigned numbers[others + 1]{};
  start_line all_have_theirs{others + 1};
  run_together(others, [&](unsigned thread) {
    numbers[thread] = sync::this_thread_number();
    all_have_theirs.wait();  // so that all of them live at once
    EXPECT_EQ(sync::this_thread_number(), numbers[thread]);
  });
  for (unsigned a = 0; a <= others; ++a) {
    for (unsigned b = 0; b < a; ++b) EXPECT_NE(numbers[a], numbers[b]);
  }
}

// While it lives, the calling thread and those that it starts share one processor.
class one_processor {
 public:
  one_processor() {
    sched_getaffinity(0, sizeof before_, &before_);
    int first = 0;
    while (!CPU_ISSET(first, &before_)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    sched_setaffinity(0, sizeof one, &one);
  }
  ~one_processor() { sched_setaffinity(0, sizeof before_, &before_); }
  one_processor(const one_processor&) = delete;
  one_processor& operator=(const one_processor&) = delete;

 private:
  cpu_set_t before_;
};

// Without a yield the other thread waits for the end of a time slice, which is far more turns.
TEST(sync_thread, yield_lets_another_one_run) {
  constexpr unsigned turns_at_most = 1000;
  const one_processor shared;
  sync::atomic<bool> ran{false};
  const sync::thread other{[&ran] { ran.store(true, sync::relaxed<"stress.yield.run">); }};
  unsigned turns = 0;
  for (; turns < turns_at_most && !ran.load(sync::relaxed<"stress.yield.ran">); ++turns) sync::yield_this_thread();
  EXPECT_LT(turns, turns_at_most);
}

}  // namespace
}  // namespace wyn::stress
