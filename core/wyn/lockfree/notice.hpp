// notice: small words that a thread posts and others read: a hint, a tally, who has taken a seat, and that somebody asked.
//
//   hint      a thread: set, raise -> any thread: get         what it says may be old, and nothing depends on it
//   tally     any thread: raise, get                          each raise counts; nothing else depends on it
//   on_show   its owner: show, take_away -> any thread: get   who gets it sees all of it
//   seat      free -> take (one of those who try) -> leave    who takes it sees what the last one left
//   request   thieves: ask (one of them is told to interrupt) -> owner's handler: begin
//
// The scheduler's counters are hints; attached threads take seats; a thief that finds work hidden in a queue requests its
// exposure. Checked by models/notice, property_tests/notice, stress/notice and `gate notice`.
//
// Field rights
//   value_     written by one thread at a time, or by several that write the same; read by any
//   count_     raised by any thread
//   taken_     raised by whoever takes the seat, cleared by who has it
//   shown_     written by the owner
//   pending_   set by thieves, cleared by the owner's thread
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"

namespace wyn {

/// A value of at most 8 bytes. Every operation is wait-free.
template <typename T>
class hint {
 public:
  constexpr hint() noexcept : hint(T{}) {}
  explicit constexpr hint(T initial) noexcept : value_(initial) {}

  /// The last value, or an older one. Any thread.
  [[nodiscard]] T get() const noexcept {
    // Relaxed: orders nothing, by what a hint is.
    return value_.load(sync::relaxed<"notice.hint.get">);
  }

  /// One thread at a time, or several that set the same value.
  void set(T value) noexcept {
    // Relaxed: as above.
    value_.store(value, sync::relaxed<"notice.hint.set">);
  }

  /// Adds without a locked instruction: the writing thread alone changes it. One thread at a time.
  void raise(T by = 1) noexcept {
    // Relaxed: the writer reads its own store.
    const T now = value_.load(sync::relaxed<"notice.hint.own">);
    // Relaxed: as above.
    value_.store(now + by, sync::relaxed<"notice.hint.raise">);
  }

 private:
  sync::atomic<T> value_;
};

/// A number that any thread raises. Every operation is wait-free.
class tally {
 public:
  void raise(std::uint64_t by = 1) noexcept {
    // Relaxed: orders nothing; no raise is lost, since it is a read-modify-write.
    count_.fetch_add(by, sync::relaxed<"notice.tally.raise">);
  }

  /// All raises that happened before, and maybe others.
  [[nodiscard]] std::uint64_t get() const noexcept {
    // Relaxed: as above.
    return count_.load(sync::relaxed<"notice.tally.get">);
  }

 private:
  sync::atomic<std::uint64_t> count_{0};
};

/// A place for one thread at a time. Every operation is wait-free.
class seat {
 public:
  /// True: the seat is the caller's until it leaves, and what its last holder did is visible. Any thread.
  [[nodiscard]] bool take() noexcept {
    // Relaxed: only saves the exchange on a seat that is taken.
    if (taken_.load(sync::relaxed<"notice.seat.look">) != 0) return false;
    // pairs: notice.seat.leave
    // without: the next holder works on what the last one has not finished writing
    return taken_.exchange(1, sync::acquire<"notice.seat.take">) == 0;
  }

  /// The holder only.
  void leave() noexcept {
    // Makes the holder's work visible to the next one.
    // pairs: notice.seat.take
    // without: as notice.seat.take
    taken_.store(0, sync::release<"notice.seat.leave">);
  }

  /// A hint. Any thread.
  [[nodiscard]] bool taken() const noexcept {
    // Relaxed: orders nothing.
    return taken_.load(sync::relaxed<"notice.seat.hint">) != 0;
  }

 private:
  sync::atomic<std::uint32_t> taken_{0};
};

/// Something of its owner's that others may look at, as long as they know by other means that it is not over. Every
/// operation is wait-free.
template <typename T>
class on_show {
 public:
  /// The owner only.
  void show(const T& shown) noexcept {
    // Makes what it is made of visible to whoever looks.
    // pairs: notice.show.get
    // without: who looks reads what is not written yet
    shown_.store(&shown, sync::release<"notice.show.set">);
  }
  /// The owner only.
  void take_away() noexcept {
    // Relaxed: who may look knows that it does not happen yet.
    // waiver: who gets nullptr follows nothing
    shown_.store(nullptr, sync::relaxed<"notice.show.clear">);
  }
  /// nullptr: nothing is on show. Any thread.
  [[nodiscard]] const T* get() const noexcept {
    // pairs: notice.show.set
    // without: as notice.show.set
    return shown_.load(sync::acquire<"notice.show.get">);
  }

 private:
  sync::atomic<const T*> shown_{nullptr};
};

/// At most one interrupt is on its way to an owner whose hidden work somebody wants. Every operation is wait-free.
///
/// A thief that goes to sleep relies on a pending request as on a searcher: the handler publishes what was hidden before
/// it, and then wakes somebody. No order is needed for that. The thief looks behind a heavy fence, by itself or by
/// whoever set the queue's want flag (split_deque.want.settle). What the owner pushed before that fence's moment lies, with
/// every begin before it, in the thief's view; what it pushes after it finds the flag, and publishes by itself.
///
/// A request names its owner's thread. One that came too late for a thread, which accepts no interrupts any more, does
/// not stand in for the next thread's on the same seat.
class exposure_request {
 public:
  /// True if the caller is to interrupt the owner `thread` (not 0), false if somebody did. Any thread.
  [[nodiscard]] bool ask(std::uint64_t thread) noexcept {
    // Relaxed: the kernel orders the handler after it.
    return pending_.exchange(thread, sync::relaxed<"notice.request.ask">) != thread;
  }

  /// Whether an interrupt is on its way to the owner `thread`. Any thread.
  [[nodiscard]] bool pending(std::uint64_t thread) const noexcept {
    // Relaxed: as above.
    return pending_.load(sync::relaxed<"notice.request.look">) == thread;
  }

  /// The owner's handler begins, before it looks at its queue, or an owner that has just begun to accept interrupts:
  /// from here on a new request is an interrupt of its own.
  void begin() noexcept {
    // Relaxed: as above.
    pending_.store(0, sync::relaxed<"notice.request.begin">);
  }

 private:
  sync::atomic<std::uint64_t> pending_{0};
};

}  // namespace wyn
