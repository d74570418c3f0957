// refused_call: a system call that a sandbox refuses. The kernel itself does it, by a filter of seccomp.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace wyn::stress {

inline bool calls_can_be_refused() {
  return ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

/// From now on the call fails with `error` on the calling thread and on those that it starts, for good: in a process of its
/// own. Ends it if that is not possible.
inline void refuse_call(long number, int error) {
  const auto refusal = SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error);
  std::array<sock_filter, 4> steps{
      sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(offsetof(seccomp_data, nr))},
      sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, static_cast<std::uint32_t>(number)},
      sock_filter{BPF_RET | BPF_K, 0, 0, refusal},
      sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const sock_fprog program{static_cast<unsigned short>(steps.size()), steps.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    std::perror("no filter of system calls");
    std::_Exit(1);
  }
}

}  // namespace wyn::stress
