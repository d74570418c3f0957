// What a sandbox refuses, from the beginning or from some moment on: an exception where somebody can catch it, else a line
// and the end of the program.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "stress/scheduler/refused_call.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/membarrier.hpp"

namespace wyn::stress {
namespace {

class refused_calls_DeathTest : public testing::Test {
 protected:
  refused_calls_DeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  void SetUp() override {
    if (!calls_can_be_refused()) GTEST_SKIP() << "the kernel has no seccomp";
  }
};

// Each in a process whose signal nobody has handled yet.
void expect_no_scheduler(long call) {
  const auto told = [call] {
    refuse_call(call, EPERM);
    try {
      const scheduler workers({.workers = 1});
    } catch (const std::system_error& refusal) {
      std::exit(refusal.code().value() == EPERM ? 7 : 1);  // NOLINT(concurrency-mt-unsafe): one thread
    }
  };
  EXPECT_EXIT(told(), testing::ExitedWithCode(7), "") << "system call " << call;
}

TEST_F(refused_calls_DeathTest, no_handler_for_the_interrupt_signal) {
  expect_no_scheduler(SYS_rt_sigaction);
}

TEST_F(refused_calls_DeathTest, no_signal_to_a_thread) {
  expect_no_scheduler(SYS_tgkill);
}

// Who was to be interrupted would be asked no more.
TEST_F(refused_calls_DeathTest, no_signal_to_a_thread_any_more) {
  const auto refused = [] {
    const sync::interruptible self = sync::accept_interrupts([](void*) {}, nullptr);
    refuse_call(SYS_tgkill, EPERM);
    sync::interrupt(self);
    std::_Exit(0);
  };
  EXPECT_DEATH(refused(), "wyn: .*interrupt");
}

// No light fence may be relied on from then on.
TEST_F(refused_calls_DeathTest, no_heavy_fence_any_more) {
  const auto refused = [] {
    if (!sync::heavy_fence_works()) std::_Exit(1);
    refuse_call(SYS_membarrier, EPERM);
    refuse_call(SYS_mprotect, ENOMEM);
    sync::membarrier();
    std::_Exit(0);
  };
  EXPECT_DEATH(refused(), "wyn: .*membarrier");
}

}  // namespace
}  // namespace wyn::stress
