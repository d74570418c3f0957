// deque: the canonical Chase-Lev work-stealing deque. One owner pushes and takes at the bottom, any number of thieves
// steal at the top.
//
//   owner: push -> [ top_ ... bottom_ ) -> take        thieves: steal from top_
//
// Work comes from the owner's push, or from the owner of another deque by steal_batch. It leaves by take or steal,
// each element exactly once. Checked by models/deque, property_tests/deque, stress/deque and `gate deque`.
//
// Field rights
//   bottom_   written by the owner only; read by thieves
//   top_      raised by whoever claims an element (a thief, or the owner for the last one); read by all
//   array_    written by the owner only (growth); read by thieves
//   slots     written by the owner only; read by thieves before their claim, by the owner
//
// Source: Lê, Pop, Cohen, Zappa Nardelli, "Correct and Efficient Work-Stealing for Weak Memory Models", PPoPP 2013,
// figure 1, after Chase and Lev, "Dynamic Circular Work-Stealing Deque", SPAA 2005. Deliberate differences:
//   - publication is carried by release stores, not by a release fence: ThreadSanitizer sees them, and every store to
//     bottom_ is one, because in C++20 a release sequence does not continue through a later plain store;
//   - the bottom load of a steal is acquire, and so is the array load (the paper has consume);
//   - a grown array is published before the element is stored in it (the paper stores into the old one).
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "wyn/lockfree/deque_array.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// What a steal found.
enum class steal_outcome {
  got,    // an element, which is the caller's now
  empty,  // nothing to steal
  lost,   // an element was there, and another thread claimed it first: trying again makes sense
};

template <typename T>
struct steal_result {
  steal_outcome outcome;
  T element{};  // meaningful if got()

  [[nodiscard]] bool got() const noexcept { return outcome == steal_outcome::got; }
};

/// Why a batch stopped, and how many elements it moved before.
struct batch_result {
  enum class stop {
    done,   // as many as asked for, or half of what was there
    empty,  // the victim ran out
    lost,   // another thread claimed the next element first
    full,   // the destination is bounded and had no room, or unbounded and could not grow after moving some
  };
  stop stopped;
  std::size_t moved;
};

enum class push_outcome { pushed, full };

enum class growth { unbounded, bounded };

struct deque_options {
  std::size_t capacity = 64;     // elements: the first array's size, or the bound; a power of two
  std::int64_t first_index = 0;  // where the indices start; they wrap around past 2^63 - 1
};

/// The deque. T is trivially copyable, at most 8 bytes and aligned to its size: a pointer or a handle. It outlives its
/// handles' last use.
template <typename T, growth Growth>
class basic_deque {
  static_assert(std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T> &&
                    sizeof(T) <= sizeof(std::uint64_t) && std::alignment_of_v<T> == sizeof(T),
                "the elements of a deque are trivially copyable, at most 8 bytes, and aligned to their size");
  using array = deque_array<T>;

 public:
  class owner;
  class thief;

  /// Throws std::invalid_argument if the capacity is not a power of two, std::bad_alloc if there is no memory for it.
  explicit basic_deque(deque_options options = {})
      : top_(options.first_index),
        bottom_(options.first_index),
        array_(array::make(checked_capacity(options.capacity), nullptr)) {}

  basic_deque(const basic_deque&) = delete;
  basic_deque& operator=(const basic_deque&) = delete;

  /// Forgets the elements still inside: take them first if they own something. No thread may be in an operation.
  ~basic_deque() {
    WYN_EXPECTS(thieves_.count() == 0, "deque destroyed while %d thieves act on it", thieves_.count());
    // Relaxed: whoever destroys has synchronised with every user already.
    array::destroy_chain(array_.load(sync::relaxed<"deque.destroy.array">));
  }

  /// The handle that pushes and takes. The first thread that uses it owns the deque.
  [[nodiscard]] owner get_owner() noexcept { return owner{*this}; }

  /// A handle that steals; as many as wanted, on any threads.
  [[nodiscard]] thief get_thief() noexcept { return thief{*this}; }

  /// About how many elements are inside: exact when nobody acts, and never more than were ever pushed. Any thread,
  /// wait-free.
  [[nodiscard]] std::size_t size_hint() const noexcept {
    // Relaxed: a hint orders nothing; the two loads may be of different moments.
    const std::int64_t b = bottom_.load(sync::relaxed<"deque.size_hint.bottom">);
    // Relaxed: as above.
    const std::int64_t t = top_.load(sync::relaxed<"deque.size_hint.top">);
    const std::int64_t size = distance(t, b);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
  }

 private:
  // Where the owner's next element goes. It stays free: nobody else pushes, and a steal only makes more room.
  struct room {
    array* slots;  // nullptr: full
    std::int64_t index;
  };

  static std::size_t checked_capacity(std::size_t capacity) {
    if (std::has_single_bit(capacity)) return capacity;
    throw std::invalid_argument("deque capacity " + std::to_string(capacity) + " is not a power of two");
  }

  // Indices wrap around, so they are compared by their distance and never by value.
  static constexpr std::int64_t distance(std::int64_t from, std::int64_t to) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
  }
  static constexpr std::int64_t offset(std::int64_t index, std::int64_t by) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(index) + static_cast<std::uint64_t>(by));
  }

  room make_room() noexcept(Growth == growth::bounded) {
    // Relaxed: the owner reads its own store.
    const std::int64_t b = bottom_.load(sync::relaxed<"deque.push.bottom">);
    // Makes visible that the winner of the slot to be reused has read it.
    // pairs: deque.steal.claim
    // without: the new element is written into the slot before the thief that won the old one has read it
    const std::int64_t t = top_.load(sync::acquire<"deque.push.top">);
    // Relaxed: the owner reads its own store.
    array* const slots = array_.load(sync::relaxed<"deque.push.array">);
    if (distance(t, b) < static_cast<std::int64_t>(slots->capacity())) return {slots, b};
    if constexpr (Growth == growth::bounded) return {nullptr, b};
    else return {grow(slots, t, b), b};
  }

  void place(room where, T element) noexcept {
    auto& slot = where.slots->at(where.index);
    slot.ghost.overwriting();
    // Relaxed: published by deque.push.publish.
    slot.element.store(element, sync::relaxed<"deque.push.slot">);
    // Makes the slot, and all that the element refers to, visible to the thief that sees the new bottom.
    // pairs: deque.steal.bottom
    // without: a thief claims an element that it sees half written, or not at all
    bottom_.store(offset(where.index, 1), sync::release<"deque.push.publish">);
  }

  // Out of line, so that a push that does not grow stays small enough to be inlined.
  [[gnu::noinline, gnu::cold]] array* grow(array* old, std::int64_t t, std::int64_t b) {
    array* const larger = array::make(old->capacity() * 2, old);
    for (std::int64_t i = t; i != b; i = offset(i, 1)) {
      // Relaxed: the owner reads its own stores.
      const T element = old->at(i).element.load(sync::relaxed<"deque.grow.source">);
      // Relaxed: published by deque.grow.publish.
      larger->at(i).element.store(element, sync::relaxed<"deque.grow.target">);
    }
    // Makes the larger array and the copies visible, before any element is stored in it only.
    // pairs: deque.steal.array
    // without: a thief reads the array's mask or a copied slot before they are written
    array_.store(larger, sync::release<"deque.grow.publish">);
    return larger;
  }

  std::optional<T> take() noexcept {
    // Relaxed: the owner reads its own store.
    const std::int64_t b = offset(bottom_.load(sync::relaxed<"deque.take.bottom">), -1);
    // Relaxed: the owner reads its own store.
    array* const slots = array_.load(sync::relaxed<"deque.take.array">);
    // Keeps what is below b published: a thief that reads this store must see those elements.
    // pairs: deque.steal.bottom
    // without: a thief that reads the lowered bottom claims an element that it sees half written
    bottom_.store(b, sync::release<"deque.take.reserve">);
    // Of this thread's lowered bottom and a thief's raised top, one is seen by the other.
    // pairs: deque.steal.fence
    // without: owner and thief both see two elements and both get the last one
    sync::fence(sync::seq_cst<"deque.take.fence">);
    // Relaxed: ordered after the store by deque.take.fence.
    std::int64_t t = top_.load(sync::relaxed<"deque.take.top">);
    const std::int64_t below = distance(t, b);
    if (below < 0) {
      // pairs: deque.steal.bottom
      // without: as deque.take.reserve
      bottom_.store(offset(b, 1), sync::release<"deque.take.restore_empty">);
      return std::nullopt;
    }
    // Relaxed: the owner reads its own store.
    const T element = slots->at(b).element.load(sync::relaxed<"deque.take.slot">);
    if (below > 0) return element;
    const bool won = claim_last(t);
    // pairs: deque.steal.bottom
    // without: as deque.take.reserve
    bottom_.store(offset(b, 1), sync::release<"deque.take.restore_last">);
    if (!won) return std::nullopt;
    return element;
  }

  bool claim_last(std::int64_t t) noexcept {
    // The last element is the owner's or a thief's, by the order of the claims on top.
    // pairs: deque.steal.claim, deque.steal.top
    // without: nothing that a checker shows; kept as published
    return top_.compare_exchange_strong(t, offset(t, 1), sync::seq_cst<"deque.take.claim">,
                                        // Relaxed: the value found is not used.
                                        sync::relaxed<"deque.take.claim_lost">);
  }

  // `seen` receives how many elements the thief saw.
  steal_result<T> steal(std::int64_t& seen) noexcept {
    // pairs: deque.steal.claim, deque.take.claim
    // without: nothing that a checker shows, since the fence below orders it; kept as published
    std::int64_t t = top_.load(sync::acquire<"deque.steal.top">);
    // Of a thief's read top and the owner's lowered bottom, one is seen by the other.
    // pairs: deque.take.fence
    // without: owner and thief both see two elements and both get the last one
    sync::fence(sync::seq_cst<"deque.steal.fence">);
    // Makes the element visible that the owner published.
    // pairs: deque.push.publish, deque.take.reserve, deque.take.restore_empty, deque.take.restore_last
    // without: the thief claims an element that it sees half written
    const std::int64_t b = bottom_.load(sync::acquire<"deque.steal.bottom">);
    seen = distance(t, b);
    if (seen <= 0) return {steal_outcome::empty};
    // Makes the array visible, which may be newer than the bottom read above.
    // pairs: deque.grow.publish
    // without: the thief reads the new array's mask or a copied slot before they are written
    array* const slots = array_.load(sync::acquire<"deque.steal.array">);
    auto& slot = slots->at(t);
    slot.ghost.reading();
    // Relaxed: ordered by deque.steal.bottom; a value that is overwritten meanwhile loses the claim.
    const T element = slot.element.load(sync::relaxed<"deque.steal.slot">);
    // Claims the element; the owner that sees the raised top reuses the slot after the read above.
    // pairs: deque.push.top, deque.steal.top, deque.take.claim
    // without: the owner overwrites the slot before it is read, and an element runs twice while another is lost
    if (!top_.compare_exchange_strong(t, offset(t, 1), sync::seq_cst<"deque.steal.claim">,
                                      // Relaxed: the value found is not used.
                                      sync::relaxed<"deque.steal.claim_lost">)) {
      return {steal_outcome::lost};
    }
    slot.ghost.claimed();
    return {steal_outcome::got, element};
  }

  batch_result steal_batch(basic_deque& destination, std::size_t at_most) {
    std::size_t moved = 0;
    while (moved < at_most) {
      const room free = destination.room_for_batch(moved);
      if (free.slots == nullptr) return {batch_result::stop::full, moved};
      std::int64_t seen = 0;
      const steal_result<T> stolen = steal(seen);
      if (stolen.outcome == steal_outcome::empty) return {batch_result::stop::empty, moved};
      if (stolen.outcome == steal_outcome::lost) return {batch_result::stop::lost, moved};
      destination.place(free, stolen.element);
      if (moved++ == 0) at_most = std::min(at_most, static_cast<std::size_t>(seen + 1) / 2);
    }
    return {batch_result::stop::done, moved};
  }

  // Room is made before the claim, so that a failed growth leaves the element with the victim. The first failure is
  // the caller's to know; a later one only ends the batch.
  room room_for_batch(std::size_t moved) {
    if constexpr (Growth == growth::unbounded) {
      try {
        return make_room();
      } catch (const std::bad_alloc&) {
        if (moved == 0) throw;
        return {nullptr, 0};
      }
    } else {
      return make_room();
    }
  }

  static constexpr std::size_t cache_line = 64;

  alignas(cache_line) sync::atomic<std::int64_t> top_;
  alignas(cache_line) sync::atomic<std::int64_t> bottom_;
  sync::atomic<array*> array_;
  [[no_unique_address]] sync::ownership owner_;
  [[no_unique_address]] sync::presence thieves_;
};

/// The owner's handle: push and take, LIFO. One thread at a time; movable, and handed over explicitly. A handle that was
/// moved from must not be used.
template <typename T, growth Growth>
class basic_deque<T, Growth>::owner {
 public:
  owner(const owner&) = delete;
  owner& operator=(const owner&) = delete;
  owner(owner&&) noexcept = default;
  owner& operator=(owner&&) noexcept = default;

  /// Adds an element. Owner only. Wait-free but for growth, which allocates and copies.
  /// Throws std::bad_alloc when growth fails: the deque is as before and the element still the caller's.
  void push(T element) requires(Growth == growth::unbounded) {
    deque_->owner_.expect("deque.push");
    deque_->place(deque_->make_room(), element);
  }

  /// Adds an element unless the deque is full, in which case it is still the caller's. Owner only. Wait-free.
  /// A thief that has claimed but whose claim is not visible yet can make a deque look full.
  [[nodiscard]] push_outcome try_push(T element) noexcept requires(Growth == growth::bounded) {
    deque_->owner_.expect("deque.try_push");
    const room where = deque_->make_room();
    if (where.slots == nullptr) return push_outcome::full;
    deque_->place(where, element);
    return push_outcome::pushed;
  }

  /// Takes the element pushed last; none if the deque is empty or a thief got the last one. Owner only. Wait-free.
  [[nodiscard]] std::optional<T> take() noexcept {
    deque_->owner_.expect("deque.take");
    return deque_->take();
  }

  /// Lets the next thread that uses a handle be the owner. The two threads must synchronise by other means.
  void hand_over() noexcept { deque_->owner_.hand_over(); }

 private:
  friend basic_deque;
  explicit owner(basic_deque& deque) noexcept : deque_(&deque) {}
  basic_deque* deque_;
};

/// A thief's handle: steal, FIFO. Copyable; any threads at once, the owner's included.
template <typename T, growth Growth>
class basic_deque<T, Growth>::thief {
 public:
  /// Steals the oldest element. Any thread. Lock-free: `lost` means that another claim succeeded.
  /// `empty` may miss a push that does not happen before the call.
  [[nodiscard]] steal_result<T> steal() const noexcept {
    [[maybe_unused]] const sync::presence::guard acting{deque_->thieves_};
    std::int64_t seen = 0;
    return deque_->steal(seen);
  }

  /// Steals up to half of what the first steal sees, at most `at_most` and one by one, into another deque, whose owner
  /// the caller must be. `at_most` 0 is {done, 0}. Lock-free but for the destination's growth.
  /// The result may be ignored: what was moved is in the destination.
  /// Throws std::bad_alloc if the destination cannot grow before the first claim: nothing was moved.
  batch_result steal_batch(owner& destination, std::size_t at_most = SIZE_MAX) const {
    WYN_EXPECTS(destination.deque_ != deque_, "deque.steal_batch from a deque into itself");
    destination.deque_->owner_.expect("deque.steal_batch destination");
    [[maybe_unused]] const sync::presence::guard acting{deque_->thieves_};
    return deque_->steal_batch(*destination.deque_, at_most);
  }

 private:
  friend basic_deque;
  explicit thief(basic_deque& deque) noexcept : deque_(&deque) {}
  basic_deque* deque_;
};

/// Grows as needed.
template <typename T>
using deque = basic_deque<T, growth::unbounded>;

/// Holds at most its capacity and answers `full`.
template <typename T>
using bounded_deque = basic_deque<T, growth::bounded>;

}  // namespace wyn
