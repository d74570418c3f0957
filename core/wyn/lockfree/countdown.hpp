// countdown: several threads arrive, and the last one goes on for all of them: the parts of a gathered future.
//
// Each does its part and arrives; whoever is told that it was the last sees what all did, and may free what they shared.
// Checked by models/countdown, property_tests/countdown, stress/countdown and `gate countdown`.
//
// Field rights
//   missing_   lowered by whoever arrives, whose last access it is unless it is the last
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

class countdown {
 public:
  /// `parts`: how often somebody arrives; at least 1.
  explicit countdown(std::uint32_t parts) noexcept : missing_(parts) {}
  countdown(const countdown&) = delete;
  countdown& operator=(const countdown&) = delete;

  /// True for the last one: what all did before they arrived is visible. For the others the countdown may be gone when it
  /// returns. Any thread, once for each part; wait-free.
  [[nodiscard]] bool arrive() noexcept {
    // Makes this part visible to the last one, and all parts to itself if it is the last.
    // pairs: countdown.arrive.count
    // without: the last one uses or frees what another thread is still writing
    const std::uint32_t before = missing_.fetch_add(minus_one, sync::acq_rel<"countdown.arrive.count">);
    WYN_EXPECTS(before != 0, "countdown.arrive: all parts have arrived already");
    return before == 1;
  }

 private:
  static constexpr std::uint32_t minus_one = ~std::uint32_t{0};
  sync::atomic<std::uint32_t> missing_;
};

}  // namespace wyn
