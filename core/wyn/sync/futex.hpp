// The kernel's futex, which the atomic's wait and wake call in every world but the model.
#pragma once

#include <cstdint>

#include "wyn/sync/clock.hpp"

namespace wyn::sync {

/// Sleeps while the 32-bit atomic at `address` is `expected`; may return early. Blocking.
void futex_wait(const void* address, std::uint32_t expected) noexcept;

/// The same until `deadline` at the latest: false if the time is over.
[[nodiscard]] bool futex_wait_until(const void* address, std::uint32_t expected, time_point deadline) noexcept;

/// Wakes one thread that sleeps at `address`, which need not exist any more. Any thread.
void futex_wake_one(const void* address) noexcept;

}  // namespace wyn::sync
