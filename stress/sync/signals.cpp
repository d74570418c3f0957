// A block keeps every signal from its thread, and leaves the mask as it found it. On Linux sigprocmask is about the
// calling thread.
#include "wyn/sync/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <ctime>
#include <initializer_list>
#include <optional>
#include <stdexcept>

#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::stress {
namespace {

bool is_blocked(int signal) {
  sigset_t mask;
  sigprocmask(SIG_BLOCK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

bool is_pending(int signal) {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, signal) == 1;
}

sigset_t set_of(int signal) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  return only;
}

// Takes a pending signal away, so that nobody handles it.
void consume(int signal) {
  const sigset_t only = set_of(signal);
  const std::timespec at_once{};
  sigtimedwait(&only, nullptr, &at_once);
}

TEST(sync_signal_block, holds_a_signal_back) {
  const sync::signal_block blocked;
  EXPECT_EQ(raise(SIGUSR1), 0);
  EXPECT_TRUE(is_pending(SIGUSR1));
  consume(SIGUSR1);
  EXPECT_FALSE(is_pending(SIGUSR1));
}

TEST(sync_signal_block, ends_with_the_object) {
  std::optional<sync::signal_block> outer(std::in_place);
  { const sync::signal_block inner; }
  EXPECT_TRUE(is_blocked(SIGUSR1));
  EXPECT_TRUE(is_blocked(SIGTERM));
  outer.reset();
  EXPECT_FALSE(is_blocked(SIGUSR1));
  EXPECT_FALSE(is_blocked(SIGTERM));
}

TEST(sync_signal_block, leaves_blocked_what_was_blocked_before) {
  const sigset_t before = set_of(SIGUSR2);
  sigprocmask(SIG_BLOCK, &before, nullptr);
  { const sync::signal_block blocked; }
  EXPECT_TRUE(is_blocked(SIGUSR2));
  EXPECT_FALSE(is_blocked(SIGUSR1));
  sigprocmask(SIG_UNBLOCK, &before, nullptr);
}

// Beside what is no signal: what the C library keeps for itself, and what says that something is broken.
TEST(sync_signals, not_every_signal_can_interrupt) {
  for (const int number : {-1, 0, 32, 33, 65, SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    EXPECT_THROW(sync::set_interrupt_signal(number), std::invalid_argument) << number;
  }
  EXPECT_NO_THROW(sync::set_interrupt_signal(sync::interrupt_signal()));
}

// Of those the kernel queues so many only, and refuses the next one.
TEST(sync_signals, no_real_time_signal_can_interrupt) {
  for (const int number : {SIGRTMIN, SIGRTMIN + 1, SIGRTMAX}) {
    EXPECT_THROW(sync::set_interrupt_signal(number), std::invalid_argument) << number;
  }
}

TEST(sync_signals, to_interrupt_a_thread_that_has_ended_does_nothing) {
  sync::interruptible ended;
  sync::thread{[&ended] { ended = sync::accept_interrupts([](void*) {}, nullptr); }}.join();
  sync::interrupt(ended);
}

}  // namespace
}  // namespace wyn::stress
