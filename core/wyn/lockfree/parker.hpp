// parker: how one thread sleeps until another one wakes it. A binary semaphore: an unpark leaves a token, a park takes
// it, and tokens do not add up.
//
//   unpark: -> notified (any thread)        park: notified -> empty (the owner), asleep until then
//
// Who may sleep is decided elsewhere (the idle protocol; a waiter of a completion or of a join_latch): it announces
// itself there, looks again, and parks. Whoever makes the owner's work ready unparks. Checked by models/parker,
// property_tests/parker, stress/parker and `gate parker`.
//
// Field rights
//   state_   empty -> parked and notified -> empty by the owner only; anything -> notified by any thread
//
// An unpark may come late: after its reason is gone, and after the owner was served otherwise. So a parker outlives
// every thread that may still unpark it, and a park that returns says only that a token was there: look again, in a
// loop, at what is waited for.
//
// The states and the owner's decrement are those of the futex parker in Rust's standard library.
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// Sleep and wake of one thread, its owner: the first that parks.
class parker {
 public:
  parker() noexcept = default;
  parker(const parker&) = delete;
  parker& operator=(const parker&) = delete;

  /// Returns with the token taken: at once if it is there, otherwise asleep until an unpark. Never without one.
  /// What happened before every unpark whose token this is (tokens do not add up) is visible then. Owner only; blocking.
  void park() noexcept {
    owner_.expect("parker.park");
    // Makes visible what came before the unparks whose token it takes.
    // pairs: parker.unpark.token
    // without: the woken owner looks for its work and does not see it
    if (state_.fetch_add(minus_one, sync::acquire<"parker.park.announce">) == notified) return;
    sleep_until_notified();
  }

  /// As park, but until `deadline` at the latest: true with the token taken, false if none came in time. Owner only;
  /// blocking.
  [[nodiscard]] bool park_until(sync::time_point deadline) noexcept {
    owner_.expect("parker.park_until");
    // pairs: parker.unpark.token
    // without: as parker.park.announce
    if (state_.fetch_add(minus_one, sync::acquire<"parker.park_until.announce">) == notified) return true;
    // Relaxed: the token orders.
    while (state_.wait_until(parked, deadline, sync::relaxed<"parker.park_until.sleep">)) {
      if (take_token()) return true;
    }
    // Nobody sleeps any more, or a token came at the last moment.
    // pairs: parker.unpark.token
    // without: as parker.park.announce
    return state_.exchange(empty, sync::acquire<"parker.park_until.end">) == notified;
  }

  /// Takes the token if it is there, without sleeping: true if it was. Forgets a stale one, too. Owner only; wait-free.
  bool try_park() noexcept {
    owner_.expect("parker.try_park");
    // pairs: parker.unpark.token
    // without: as parker.park.announce
    return state_.exchange(empty, sync::acquire<"parker.try_park.token">) == notified;
  }

  /// Leaves a token, and wakes the owner if it sleeps; otherwise no call of the kernel. Any thread; wait-free but for
  /// the kernel's own locks. The parker's memory is not accessed after the token is left: the wake needs its address.
  void unpark() noexcept {
    // Makes visible to the owner what came before, also when a token was there already.
    // pairs: parker.park.announce, parker.park.token, parker.park_until.announce, parker.park_until.end, parker.try_park.token
    // without: as parker.park.announce
    const std::uint32_t before = state_.exchange(notified, sync::release<"parker.unpark.token">);
    // Relaxed: the kernel compares what it finds; the token orders.
    if (before == parked) state_.wake_one(sync::relaxed<"parker.unpark.wake">);
  }

  /// Lets another thread be the owner. The owner; what orders the two threads is the caller's.
  void hand_over() noexcept { owner_.hand_over(); }

 private:
  // The owner's decrement takes a token or announces that it sleeps: notified -> empty -> parked.
  static constexpr std::uint32_t minus_one = ~std::uint32_t{0};
  static constexpr std::uint32_t parked = minus_one;
  static constexpr std::uint32_t empty = 0;
  static constexpr std::uint32_t notified = 1;

  // Out of line: who comes here has time.
  [[gnu::noinline]] void sleep_until_notified() noexcept {
    do {
      // Relaxed: the token orders. Returns at once if it came meanwhile, and may return without it.
      state_.wait(parked, sync::relaxed<"parker.park.sleep">);
    } while (!take_token());
  }

  // By a read-modify-write: a plain store would cover a second unpark's token, whose reason nobody saw.
  bool take_token() noexcept {
    std::uint32_t found = notified;
    // pairs: parker.unpark.token
    // without: as parker.park.announce
    return state_.compare_exchange_strong(found, empty, sync::acquire<"parker.park.token">,
                                          // Relaxed: the value found is not used.
                                          sync::relaxed<"parker.park.no_token">);
  }

  sync::atomic<std::uint32_t> state_{empty};
  [[no_unique_address]] sync::ownership owner_;
};

}  // namespace wyn
