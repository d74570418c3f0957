// first_exception: of the exceptions that a group's children end with, the first is kept for the waiter, the others are
// destroyed where they were caught, and counted.
//
//   children: capture (then count off at the completion)        owner: take (after the completion is done)
//
// An exception has one owner at a time: the child that caught it, then this object, then the waiter that takes it. It is
// plain memory; the child's finish at the completion, or the set of a latch, hands it on. Checked by
// models/first_exception, property_tests/first_exception, stress/first_exception and `gate first_exception`.
//
// Field rights
//   captured_   raised by whoever captures; reset by the taker
//   first_      written by the capture that found none before, read by the taker
//   held_       as first_; it shows the model who uses first_
#pragma once

#include <cstdint>
#include <exception>
#include <utility>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

/// What the children of a group threw.
struct captured_exceptions {
  std::exception_ptr first;  // null if nothing was thrown
  std::uint64_t dropped;     // how many came after it and were destroyed
};

class first_exception {
 public:
  first_exception() noexcept = default;
  first_exception(const first_exception&) = delete;
  first_exception& operator=(const first_exception&) = delete;

  /// Keeps the exception if it is the first, else destroys it. The caller holds its only reference: the handler that
  /// caught it has ended. Any thread, before it counts off the child that threw. Wait-free.
  void capture(std::exception_ptr&& thrown) noexcept {
    std::exception_ptr mine = std::move(thrown);
    // Relaxed: it chooses one; what it writes is handed on by the child's finish.
    if (captured_.fetch_add(1, sync::relaxed<"first_exception.capture.count">) != 0) return;
    first_ = std::move(mine);
    held_.set(true);
  }

  /// Whether there is something to take. As take.
  [[nodiscard]] bool any() const noexcept { return held_.get(); }

  /// What was captured, for good: a group that is used again starts anew. Only by the waiter, after it has seen all
  /// children finished. Wait-free.
  [[nodiscard]] captured_exceptions take() noexcept {
    // All captures happened before, and the first one holds: without it there is nothing to reset by a locked instruction.
    if (!held_.get()) return {nullptr, 0};
    held_.set(false);
    // Relaxed: as above.
    const std::uint64_t captured = captured_.exchange(0, sync::relaxed<"first_exception.take.count">);
    return {std::exchange(first_, nullptr), captured - 1};
  }

 private:
  sync::atomic<std::uint64_t> captured_{0};
  std::exception_ptr first_;
  sync::plain<bool> held_{false};
};

}  // namespace wyn
