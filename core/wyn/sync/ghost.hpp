// Ghosts: state that exists in the model only and shows what the model alone cannot.
#pragma once

#include <cstdint>

#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

/// Makes the reuse of a slot after a claim visible as a data race.
///
/// A thief reads a slot, then claims it; the owner may then overwrite it. The overwrite must happen after the read.
/// No checker of ours shows load buffering, so a claim that is too weak to order its thief's earlier read would pass;
/// this ghost compares the clocks instead. Losers' reads are free: only the winner's counts.
class slot_ghost {
 public:
#if defined(WYN_WORLD_MODEL)
  /// The calling thief is about to read the slot.
  void reading() noexcept {
    model::slot_reading(*this);
  }
  /// The calling thief has won the slot that it read last.
  void claimed() noexcept {
    model::slot_claimed(*this);
  }
  /// The calling owner is about to overwrite the slot.
  void overwriting() noexcept {
    model::slot_overwriting(*this);
  }

  model::slot_history history{};
#else
  constexpr void reading() const noexcept {}
  constexpr void claimed() const noexcept {}
  constexpr void overwriting() const noexcept {}
#endif
};

}  // namespace wyn::sync
