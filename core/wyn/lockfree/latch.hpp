// latch: what a fork waits at when its second branch was stolen. Set once, by the thief that ran the branch; awaited by
// the forker, on whose stack it lies.
//
//   pending <-> waiting (the forker)        pending or waiting -> set (the thief, once)
//
// The thief runs the branch, writes its result, and sets the latch. The forker sees it set, by looking or after it was
// woken, reads the result, and may free the latch at once. Checked by models/latch, property_tests/latch, stress/latch
// and `gate latch`.
//
// Field rights
//   state_   pending <-> waiting by the forker; -> set by the setter, whose last access it is
//
// The wake goes to a parker, which outlives the latch. The setter knows it beforehand, so it reads nothing of the latch
// after the exchange that sets it.
#pragma once

#include <cstdint>

#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// A flag that is set once. One setter, one waiter; the waiter may free it when it has seen it set.
class join_latch {
 public:
  join_latch() noexcept = default;
  join_latch(const join_latch&) = delete;
  join_latch& operator=(const join_latch&) = delete;

  /// Sets the latch and wakes the waiter if it waits, by its parker, which the caller knows from elsewhere than the
  /// latch's memory. The setter, once; wait-free. The latch may be gone when it returns.
  void set(parker& waiter) noexcept {
    // Makes the branch's result visible to the waiter. The last access to the latch.
    // pairs: latch.is_set.state, latch.prepare_wait.set, latch.cancel_wait.set
    // without: the forker reads a result that is half written, or not at all
    const std::uint32_t before = state_.exchange(done, sync::release<"latch.set.state">);
    WYN_EXPECTS(before != done, "latch.set: the latch is set already");
    if (before == waiting) waiter.unpark();
  }

  /// Whether it is set; then the branch's result is visible. The waiter; wait-free.
  [[nodiscard]] bool is_set() const noexcept {
    // pairs: latch.set.state
    // without: as latch.set.state
    return state_.load(sync::acquire<"latch.is_set.state">) == done;
  }

  /// Asks the setter for a wake: true if it will come, false if the latch is set already and the result visible. After
  /// true the waiter parks, or takes its wish back. The waiter; wait-free.
  [[nodiscard]] bool prepare_wait() noexcept {
    std::uint32_t found = pending;
    // Relaxed: it publishes nothing, and the setter's exchange sees it or is seen.
    const bool wished = state_.compare_exchange_strong(found, waiting, sync::relaxed<"latch.prepare_wait.wish">,
                                                       // pairs: latch.set.state
                                                       // without: as latch.set.state
                                                       sync::acquire<"latch.prepare_wait.set">);
    WYN_EXPECTS(wished || found == done, "latch.prepare_wait: the waiter waits already");
    return wished;
  }

  /// Takes the wish back: true if no wake will come of it, false if the latch is set and the result visible; then a wake
  /// came, or may still come, as a token without a reason. The waiter, after prepare_wait said true; wait-free.
  [[nodiscard]] bool cancel_wait() noexcept {
    std::uint32_t found = waiting;
    // Relaxed: it publishes nothing, and the setter's exchange sees it or is seen.
    const bool cancelled = state_.compare_exchange_strong(found, pending, sync::relaxed<"latch.cancel_wait.wish">,
                                                          // pairs: latch.set.state
                                                          // without: as latch.set.state
                                                          sync::acquire<"latch.cancel_wait.set">);
    WYN_EXPECTS(cancelled || found == done, "latch.cancel_wait without a prepare_wait");
    return cancelled;
  }

 private:
  static constexpr std::uint32_t pending = 0;
  static constexpr std::uint32_t waiting = 1;
  static constexpr std::uint32_t done = 2;

  sync::atomic<std::uint32_t> state_{pending};
};

}  // namespace wyn
