// seat_claim: whether somebody has taken a seat. The next one sees what the last one left.
//
//   free -> take (one of those who try) -> taken -> leave -> free
//
// Checked by models/seat_claim and `gate seat_claim`.
//
// Field rights
//   taken_   raised by whoever takes the seat, cleared by who has it
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"

namespace wyn {

class seat_claim {
 public:
  /// True: the seat is the caller's until it leaves, and what its last holder did is visible. Any thread; wait-free.
  [[nodiscard]] bool take() noexcept {
    // Relaxed: only saves the exchange on a seat that is taken.
    if (taken_.load(sync::relaxed<"seat_claim.take.look">) != 0) return false;
    // pairs: seat_claim.leave.free
    // without: the next holder works on what the last one has not finished writing
    return taken_.exchange(1, sync::acquire<"seat_claim.take.claim">) == 0;
  }

  /// The holder only; wait-free.
  void leave() noexcept {
    // Makes the holder's work visible to the next one.
    // pairs: seat_claim.take.claim
    // without: as seat_claim.take.claim
    taken_.store(0, sync::release<"seat_claim.leave.free">);
  }

  /// A hint. Any thread; wait-free.
  [[nodiscard]] bool taken() const noexcept {
    // Relaxed: orders nothing.
    return taken_.load(sync::relaxed<"seat_claim.taken.look">) != 0;
  }

 private:
  sync::atomic<std::uint32_t> taken_{0};
};

}  // namespace wyn
