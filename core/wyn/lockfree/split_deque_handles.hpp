// split_deque_handles: what an owner and a thief may do with a split deque. Included by split_deque.hpp, at its end.
#pragma once

#include <cstdint>

#include "wyn/lockfree/split_deque.hpp"
#include "wyn/lockfree/split_word.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// The owner's handle: push and take, LIFO. One thread, and its interrupt handler for expose. Copyable: a pointer.
template <typename T, std::uint32_t Capacity>
class split_deque<T, Capacity>::owner {
 public:
  /// Adds an element, not T{}. Owner only. Wait-free.
  /// `full` without Capacity elements inside: a thief is between its claim and the end of its reading.
  [[nodiscard, gnu::always_inline]] inline split_push push(T element) noexcept {
    std::uint32_t index = 0;
    return push(element, index);
  }

  /// The same; `index` receives where the element is, for take_newest.
  [[nodiscard, gnu::always_inline]] inline split_push push(T element, std::uint32_t& index) noexcept {
    const push_begun begun = begin_push(element, index);
    return begun == push_begun::pushed ? split_push::pushed : finish_push(begun, element);
  }

  /// The same in two steps, for a caller that has one function for all that is rare. After another answer than `pushed`
  /// finish_push comes next, with that answer, before any other use of the queue. Owner only. Wait-free.
  [[nodiscard, gnu::always_inline]] inline push_begun begin_push(T element, std::uint32_t& index) noexcept {
    queue_->owner_.expect("split_deque.push");
    WYN_EXPECTS(element != T{}, "split_deque.push of the T{} that stands for %s", "none");
    return queue_->begin_push(element, index);
  }
  [[nodiscard]] split_push finish_push(push_begun begun, T element) noexcept {
    return queue_->finish_push(begun, element);
  }

  /// Takes the element pushed last; T{} if there is none left. Owner only. Lock-free: wait-free while the newest
  /// element is private.
  [[nodiscard, gnu::always_inline]] inline T take() noexcept {
    queue_->owner_.expect("split_deque.take");
    return queue_->take();
  }

  /// Takes `expected` if it is the newest element and at `index` still, where its push was. False changes nothing, and
  /// says little: it may be gone, below others, or moved by take_if. A join's first try, and the cheapest take: keep
  /// `index` in the record. Owner only. Lock-free, as take.
  [[nodiscard, gnu::always_inline]] inline bool take_newest(T expected, std::uint32_t index) noexcept {
    const take_begun begun = begin_take_newest(expected, index);
    return begun == take_begun::taken || finish_take_newest(begun, expected, index);
  }

  /// The same in two steps, as for push. Owner only. Lock-free, as take.
  [[nodiscard, gnu::always_inline]] inline take_begun begin_take_newest(T expected, std::uint32_t index) noexcept {
    queue_->owner_.expect("split_deque.take_newest");
    return queue_->begin_take_newest(expected, index);
  }
  [[nodiscard]] bool finish_take_newest(take_begun begun, T expected, std::uint32_t index) noexcept {
    return queue_->finish_take_newest(begun, expected, index);
  }

  /// Of the newest `at_most` elements, takes the newest for which `wanted(element)` is true and keeps the order of the
  /// others; T{} if there is none. `wanted` may look at what the element refers to; it must not throw nor use this queue.
  /// Meanwhile nothing is public, and the handler's exposure waits for the end. Owner only. Lock-free; linear in `at_most`.
  template <typename Predicate>
  [[nodiscard]] T take_if(Predicate&& wanted, std::uint32_t at_most = Capacity) noexcept {
    queue_->owner_.expect("split_deque.take_if");
    return queue_->take_if(wanted, at_most);
  }

  /// Where the next push puts its element. Wraps around past 2^32. Owner only. Wait-free.
  [[nodiscard]] std::uint32_t next_index() const noexcept {
    // Relaxed: the owner reads its own store.
    return queue_->head_.load(sync::relaxed<"split_deque.next_index.head">);
  }

  /// Publishes all that is private and returns how many that are. Called by the owner before it waits, or by its
  /// interrupt handler: async-signal-safe. A handler that interrupts a publication or a reclaim gets 0, and the
  /// operation that it interrupts publishes in its place when it ends. Wait-free.
  /// Whoever publishes looks for sleepers afterwards, behind a fence.
  std::uint32_t expose() noexcept {
    queue_->owner_.expect("split_deque.expose");
    return queue_->expose();
  }

  /// How many elements are private. Owner only. Wait-free.
  [[nodiscard]] std::uint32_t private_size() const noexcept { return queue_->owned(); }

  /// Lets the next thread that uses a handle be the owner. The two threads must synchronise by other means.
  void hand_over() noexcept { queue_->owner_.hand_over(); }

 private:
  friend split_deque;
  explicit owner(split_deque& queue) noexcept : queue_(&queue) {}
  split_deque* queue_;
};

/// A thief's handle: steal, FIFO. Copyable; any threads at once.
///
/// Going to sleep without missing work: make the sleeper findable; set_want() on every queue; settle_wants() once; then
/// look at size_hint() (public and private) of every queue. A push that this misses sees the `want`, publishes and
/// answers `published`; an element seen is worth another search (private: an interrupt). Before it sleeps on nothing
/// seen, the thief calls set_want() on every queue again: an owner may have been about to clear the first for another's
/// sake; if it did, it looks for sleepers after its publication and finds this one. A want that was set already was set
/// by somebody who settles it; the hope that a failed steal leaves was not, and does not count.
template <typename T, std::uint32_t Capacity>
class split_deque<T, Capacity>::thief {
 public:
  /// Steals the oldest public elements, half of them (rounded up) and at most `at_most` (not 0), into `out`.
  /// After `empty` the owner's next push publishes. Any thread. Lock-free.
  [[nodiscard]] split_steal steal(T* out, std::uint32_t at_most = 1) const noexcept {
    WYN_EXPECTS(at_most > 0, "split_deque.steal of %u elements", at_most);
    [[maybe_unused]] const sync::presence::guard acting{queue_->thieves_};
    return queue_->steal(out, at_most);
  }

  /// Asks the owner to publish at its next push; false if set_want has asked already. Any thread. Wait-free.
  bool set_want() const noexcept {
    [[maybe_unused]] const sync::presence::guard acting{queue_->thieves_};
    return queue_->set_want(want::relied_on);
  }

  /// Whether a set_want stands that the owner has not answered. Any thread. Wait-free.
  [[nodiscard]] bool wanted() const noexcept { return queue_->wanted(want::relied_on); }

  /// After it, of every owner's push and this thread's set_want, one has been seen by the other: the element is in
  /// size_hint, or that push finds `want`. For all queues at once. Any thread; needs sync::heavy_fence_works().
  static void settle_wants() noexcept { split_deque::settle_wants(); }

 private:
  friend split_deque;
  explicit thief(split_deque& queue) noexcept : queue_(&queue) {}
  split_deque* queue_;
};

}  // namespace wyn
