// A seat that cannot be taken after all is as free as before.
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <system_error>

#include "wyn/runtime/crew.hpp"

namespace wyn::stress {
namespace {

// From now on, as by a sandbox. False: the kernel has no filters.
bool refuse_signal_handlers() {
  std::array<sock_filter, 4> steps{
      sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
      sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_rt_sigaction},
      sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EPERM},
      sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const sock_fprog program{steps.size(), steps.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// In a process where the interrupt signal was never handled.
void take_a_seat_in_vain() {
  if (!refuse_signal_handlers()) std::_Exit(0);
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
  std::_Exit(0);
}

TEST(scheduler_seats_DeathTest, no_handler_for_the_interrupt_signal) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(take_a_seat_in_vain(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace wyn::stress
