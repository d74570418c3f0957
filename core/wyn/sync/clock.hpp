// The clock. Under the model time is the number of steps taken, so that an execution repeats.
#pragma once

#include <chrono>

namespace wyn::sync {

using time_point = std::chrono::steady_clock::time_point;

/// Monotonic time. Any thread.
[[nodiscard]] time_point now() noexcept;

}  // namespace wyn::sync
