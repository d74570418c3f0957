// one_shot: where the thread that makes a value meets the one that takes it, once: a future's shared state.
//
//   pending <-> listened (the taker)     pending or listened -> ready (the maker)     pending -> left (the taker)
//
// The maker writes the value beside the one_shot and finishes. The taker looks, or leaves a listener that the maker tells:
// the wake of a thread, or what runs next. Either may be first, and the last of the two frees the state: the maker if the
// taker has left or left a listener that takes the value in its stead, the taker in all other cases. Checked by
// models/one_shot, property_tests/one_shot, stress/one_shot and `gate one_shot`.
//
// Field rights
//   state_   pending <-> listened and pending -> left by the taker; -> ready by the maker, once
//
// The four states are those of Folly's future core (start, only callback, only result, done), with leaving as one more.
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// One maker, one taker; each a thread at a time. A `Listener` is aligned to 4 bytes at least. Every operation is
/// wait-free.
template <typename Listener>
class one_shot {
 public:
  one_shot() noexcept = default;
  one_shot(const one_shot&) = delete;
  one_shot& operator=(const one_shot&) = delete;

  /// Whom the maker finds when it finishes.
  struct met {
    Listener* listener;  // to be told; nullptr: none
    bool left;           // the taker has left: the maker frees the state
  };

  /// The value is there. The maker, once; unless the taker has left, the state may be gone when it returns.
  [[nodiscard]] met finish() noexcept {
    // Makes the value visible to the taker, and to the maker what the taker did before it left or left its listener.
    // pairs: one_shot.is_ready.state, one_shot.listen.ready, one_shot.listen.wish, one_shot.withdraw.ready,
    //   one_shot.leave.state
    // without: the taker reads a value that is half written, or the maker a listener
    const std::uintptr_t before = state_.exchange(ready, sync::acq_rel<"one_shot.finish.state">);
    WYN_EXPECTS(before != ready, "one_shot.finish: it is finished already");
    if (before == left) return {nullptr, true};
    return {listener_in(before), false};
  }

  /// Whether the value is there; then it is visible. The taker.
  [[nodiscard]] bool is_ready() const noexcept {
    // pairs: one_shot.finish.state
    // without: as one_shot.finish.state
    return state_.load(sync::acquire<"one_shot.is_ready.state">) == ready;
  }

  /// Asks the maker to tell `whom`: true if it will, false if the value is there and visible. The taker.
  [[nodiscard]] bool listen(Listener& whom) noexcept {
    std::uintptr_t found = pending;
    // Makes the listener visible to the maker.
    // pairs: one_shot.finish.state
    // without: the maker tells a listener that is half written
    const bool wished = state_.compare_exchange_strong(found, number_of(whom), sync::release<"one_shot.listen.wish">,
                                                       // pairs: one_shot.finish.state
                                                       // without: as one_shot.finish.state
                                                       sync::acquire<"one_shot.listen.ready">);
    WYN_EXPECTS(wished || found == ready, "one_shot.listen: somebody listens already");
    return wished;
  }

  /// Takes the wish back: true if `whom` will not be told, false if the value is there and visible; then it was told, or
  /// still will be. The taker, after listen said true.
  [[nodiscard]] bool withdraw(Listener& whom) noexcept {
    std::uintptr_t found = number_of(whom);
    // Relaxed: it publishes nothing, and the maker's exchange sees it or is seen.
    const bool withdrawn = state_.compare_exchange_strong(found, pending, sync::relaxed<"one_shot.withdraw.wish">,
                                                          // pairs: one_shot.finish.state
                                                          // without: as one_shot.finish.state
                                                          sync::acquire<"one_shot.withdraw.ready">);
    WYN_EXPECTS(withdrawn || found == ready, "one_shot.withdraw without a listen");
    return withdrawn;
  }

  /// The taker goes without the value, and has no listener here: true if the value is there already, and the taker frees
  /// the state; otherwise the maker does. The taker, once.
  [[nodiscard]] bool leave() noexcept {
    // Makes visible to the maker that frees the state what the taker did with it, and the other way round.
    // pairs: one_shot.finish.state
    // without: the state is freed while its other side is not done with it
    const std::uintptr_t before = state_.exchange(left, sync::acq_rel<"one_shot.leave.state">);
    WYN_EXPECTS(before == pending || before == ready, "one_shot.leave: somebody listens, or has left");
    return before == ready;
  }

 private:
  static constexpr std::uintptr_t pending = 0;
  static constexpr std::uintptr_t ready = 1;
  static constexpr std::uintptr_t left = 2;
  // Any other number is a listener's address.

  static std::uintptr_t number_of(Listener& whom) noexcept {
    static_assert(alignof(Listener) >= 4);
    return reinterpret_cast<std::uintptr_t>(&whom);
  }
  static Listener* listener_in(std::uintptr_t state) noexcept {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address came in
    return reinterpret_cast<Listener*>(state);
  }

  sync::atomic<std::uintptr_t> state_{pending};
};

}  // namespace wyn
