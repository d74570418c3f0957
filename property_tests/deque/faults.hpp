// faults: failing allocations and the account of memory, where the build has them (wyn/sync/memory.hpp).
#pragma once

#include <cstdint>

#include "wyn/sync/memory.hpp"

namespace wyn::properties {

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)

inline constexpr bool faults_are_available = true;

[[nodiscard]] inline std::uint64_t bytes_held() noexcept {
  return sync::memory_in_use().bytes;
}

/// While it lives, the allocation after the next `successes` fails, once.
class failing_allocation {
 public:
  explicit failing_allocation(std::uint64_t successes) noexcept { sync::fail_allocation_after(successes); }
  ~failing_allocation() { sync::never_fail_allocation(); }
  failing_allocation(const failing_allocation&) = delete;
  failing_allocation& operator=(const failing_allocation&) = delete;
};

#else

inline constexpr bool faults_are_available = false;

[[nodiscard]] inline std::uint64_t bytes_held() noexcept {
  return 0;
}

struct failing_allocation {
  explicit failing_allocation(std::uint64_t) noexcept {}
};

#endif

}  // namespace wyn::properties
