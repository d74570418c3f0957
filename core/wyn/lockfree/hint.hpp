// hint: a value that one thread writes now and then and others look at, to choose better; nothing depends on it. Also
// the scheduler's counters, each of which its own thread raises.
//
//   one thread: set, raise -> value_ -> get: any thread
//
// Whoever acts on a hint finds out by other means whether it was true. Checked by models/hint and `gate hint`.
//
// Field rights
//   value_   written by one thread at a time; read by any
#pragma once

#include "wyn/sync/atomic.hpp"

namespace wyn {

/// A value of at most 8 bytes. Every operation is wait-free.
template <typename T>
class hint {
 public:
  constexpr hint() noexcept = default;
  explicit constexpr hint(T initial) noexcept : value_(initial) {}

  /// The last value, or an older one. Any thread.
  [[nodiscard]] T get() const noexcept {
    // Relaxed: orders nothing, by what a hint is.
    return value_.load(sync::relaxed<"hint.get.value">);
  }

  /// One thread at a time.
  void set(T value) noexcept {
    // Relaxed: as above.
    value_.store(value, sync::relaxed<"hint.set.value">);
  }

  /// Adds without a locked instruction: the writing thread alone changes it. One thread at a time.
  void raise(T by = 1) noexcept {
    // Relaxed: the writer reads its own store.
    const T now = value_.load(sync::relaxed<"hint.raise.read">);
    // Relaxed: as above.
    value_.store(now + by, sync::relaxed<"hint.raise.write">);
  }

 private:
  sync::atomic<T> value_{T{}};
};

}  // namespace wyn
