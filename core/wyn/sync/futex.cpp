#include "wyn/sync/futex.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>

namespace wyn::sync {

void futex_wait(const void* address, std::uint32_t expected) noexcept {
  ::syscall(SYS_futex, address, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}

// The kernel's monotonic clock is the one that `now` reads. It refuses a time before that clock began.
bool futex_wait_until(const void* address, std::uint32_t expected, time_point deadline) noexcept {
  const auto since = std::max(deadline.time_since_epoch(), time_point::duration::zero());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  timespec at{};
  at.tv_sec = static_cast<std::time_t>(seconds.count());
  at.tv_nsec = static_cast<long>(std::chrono::nanoseconds(since - seconds).count());
  const long result =
      ::syscall(SYS_futex, address, FUTEX_WAIT_BITSET_PRIVATE, expected, &at, nullptr, FUTEX_BITSET_MATCH_ANY);
  return result == 0 || errno != ETIMEDOUT;
}

void futex_wake_one(const void* address) noexcept {
  ::syscall(SYS_futex, address, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace wyn::sync
