// A seat that cannot be taken after all is as free as before.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "stress/scheduler/refused_call.hpp"
#include "wyn/runtime/crew.hpp"

namespace wyn::stress {
namespace {

// In a process where the interrupt signal was never handled.
void take_a_seat_in_vain() {
  refuse_call(SYS_rt_sigaction, EPERM);
  runtime::crew of({.workers = 1, .attachable = 1});
  for (int i = 0; i < 3; ++i) {
    try {
      runtime::worker* const seat = of.take_seat();
      if (seat == nullptr) std::_Exit(1);
      std::_Exit(4);  // a seat whose thread cannot be interrupted
    } catch (const std::system_error&) {
    }
    if (of.attached() != 0 || of.sleepers().census().awake != 0) std::_Exit(2);
    if (runtime::worker::current() != nullptr) std::_Exit(3);
  }
  std::_Exit(7);
}

TEST(scheduler_seats_DeathTest, no_handler_for_the_interrupt_signal) {
  if (!calls_can_be_refused()) GTEST_SKIP() << "the kernel has no seccomp";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(take_a_seat_in_vain(), testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace wyn::stress
