// injector: the unbounded FIFO through which any thread hands elements to the workers of a scheduler.
//
//   push, push_bulk (any thread) -> [ head_ ... tail_ ) in a chain of segments -> consumer: grab, take_if
//
// Work comes from any thread. It leaves by a consumer, one per worker, each element exactly once: in batches from the
// oldest on, or out of the middle by take_if. Checked by the models, properties and stress of `gate injector`.
//
// Field rights
//   tail_     moved by whoever pushes or closes, by read-modify-writes only; a push dereferences it after its claim
//   head_     moved by consumers; dereferenced by a consumer that holds its segment
//   cells     0: not written; written once, by the push that claimed it; then set to `removed` by whoever takes
//   next      written once, by the push that claimed the last cell, before that cell; read by consumers
//   left      set by a consumer that is about to move the head on; read by searches
//   filled_, left_behind_   segments, raised by the push that filled one and the consumer that left one; for size_hint
//
// Invariants
//   - A push allocates before it claims, so a failed allocation has claimed nothing; the claim of a last cell moves
//     the tail to the new segment at once, so no push waits for another.
//   - The head moves over written cells only. So a segment that it has left is written to and linked by nobody.
//   - A segment is retired by the consumer whose claim moved the head out of it, and freed when no hazard holds it.
//     A hazard counts if, after a fence, the head was not past the segment; the retirer's fence stands between its claim
//     and its look at the hazards.
//   - Kept back by C consumers: at most 3 C segments that are held, and fewer than 1 + C / 4 more per consumer.
//
// Source of the hazards: Michael, "Hazard Pointers", TPDS 2004.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "wyn/lockfree/injector_consumers.hpp"
#include "wyn/lockfree/injector_result.hpp"
#include "wyn/lockfree/injector_segment.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// The injector. T is trivially copyable and has 8 bytes, neither all zero nor all one. It outlives its consumers.
template <typename T, std::uint32_t Cells = 61>
class injector {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) == sizeof(std::uint64_t),
                "the elements of an injector are trivially copyable and have 8 bytes");
  static_assert(Cells > 0);
  using segment = injector_segment<Cells>;
  using position = typename segment::position;
  using consumers = injector_consumers<segment>;
  using record = typename consumers::record;

 public:
  class consumer;
  class place;

  /// Throws std::bad_alloc.
  injector() : injector(consumers::make_first()) {}

  injector(const injector&) = delete;
  injector& operator=(const injector&) = delete;

  /// No thread may be in an operation, no consumer left, and no element inside: whoever closed it drains it first.
  ~injector() {
    [[maybe_unused]] const std::size_t lost = destroy_segments();
    WYN_EXPECTS(lost == 0, "injector destroyed with %zu elements inside", lost);
  }

  /// Appends an element, or answers `closed`, in which case it is still the caller's. Any thread. Lock-free but for the
  /// allocation of one push in `Cells`. Throws std::bad_alloc: nothing was pushed. To be sure that a sleeping consumer
  /// sees the element, follow it by a seq_cst fence, then look for sleepers.
  [[nodiscard]] inject_outcome push(T element) {
    const reservation cells = reserve(1, closing::refuses);
    if (cells.count == 0) return inject_outcome::closed;
    fill(cells, &element);
    return inject_outcome::pushed;
  }

  /// Appends an element although the injector may be closed: for a thread that whoever waits for the end counts by other
  /// means. Otherwise as push.
  void push_late(T element) { fill(reserve(1, closing::is_ignored), &element); }

  /// Claims a place for one element before there is one, so that what can fail has not touched it yet. Otherwise as push.
  [[nodiscard]] place claim() { return place(*this, reserve(1, closing::refuses)); }

  /// Appends the elements in order, as many at once as fit into a segment; others' may come between. Any thread.
  /// Lock-free but for allocations. Stops where the injector was closed or an allocation failed.
  [[nodiscard]] inject_result push_bulk(std::span<const T> elements) noexcept {
    return push_all(elements, closing::refuses);
  }

  /// The same although the injector may be closed, as push_late. Returns how many were appended before memory ended.
  [[nodiscard]] std::size_t push_bulk_late(std::span<const T> elements) noexcept {
    return push_all(elements, closing::is_ignored).count;
  }

  /// From now on pushes answer `closed`; those that answered `pushed` are delivered. True for the first call. Any
  /// thread, lock-free.
  bool close() noexcept {
    // Relaxed: the tail's modification order decides which pushes came first.
    position at = tail_.load(sync::relaxed<"injector.close.look">);
    while (!at.closed()) {
      // Relaxed: as above; a read-modify-write continues the release sequences of injector.push.claim.
      if (tail_.compare_exchange_weak(at, at.as_closed(), sync::relaxed<"injector.close.mark">,
                                      // Relaxed: only the value is used.
                                      sync::relaxed<"injector.close.lost">)) {
        return true;
      }
    }
    return false;
  }

  /// Whether it was closed. Once it is, `empty` is final. Any thread, wait-free.
  [[nodiscard]] bool closed() const noexcept {
    // Relaxed: says nothing about what the closing thread did before.
    return tail_.load(sync::relaxed<"injector.closed.tail">).closed();
  }

  /// Whether every cell that a push claimed was claimed by a consumer. Never true while an element is inside whose push
  /// happens before the call, or whose pusher's seq_cst fence after the push precedes one of the caller's before
  /// the call. False while a push is between its claim and its return. Any thread, wait-free.
  [[nodiscard]] bool empty() const noexcept {
    // Makes visible how far the head had come when this segment's memory was last used.
    // pairs: injector.push.claim
    // without: a segment's address returns, an older head looks equal to the tail, and an element is overlooked
    const position end = tail_.load(sync::acquire<"injector.empty.tail">);
    // Relaxed: ordered by the load above; an older head than the newest only looks less empty.
    return head_.load(sync::relaxed<"injector.empty.head">) == end.as_open();
  }

  /// How many elements are inside; while others act it may be wrong by what they do and a segment. Places out of the middle,
  /// from which take_if took, count until those before them were taken. Any thread, wait-free.
  [[nodiscard]] std::size_t size_hint() const noexcept {
    const std::uint64_t left = left_behind_.get();
    // Relaxed: orders nothing.
    const std::uint64_t first = left * Cells + head_.load(sync::relaxed<"injector.size.head">).cell();
    const std::uint64_t filled = filled_.get();
    // Relaxed: as above.
    const std::uint64_t end = filled * Cells + tail_.load(sync::relaxed<"injector.size.tail">).cell();
    return end > first ? end - first : 0;
  }

 private:
  // Cells that are the pusher's to write: none if the injector is closed.
  struct reservation {
    position first{};
    std::uint32_t count = 0;
    segment* next = nullptr;  // to be linked, if the segment's last cell is one of them
  };

  static constexpr std::size_t cache_line = 64;
  static constexpr std::uint64_t removed = ~std::uint64_t{0};

  explicit injector(segment* first) noexcept : head_(position(first)), tail_(position(first)) {}
  enum class closing { refuses, is_ignored };

  reservation reserve(std::size_t wanted, closing close) {
    reservation cells;
    segment* next = nullptr;
    // Relaxed: the claim compares, and dereferences nothing before.
    position at = tail_.load(sync::relaxed<"injector.push.look">);
    while (close == closing::is_ignored || !at.closed()) {
      const std::uint32_t room = Cells - at.cell();
      const bool fills = wanted >= room;
      const std::uint32_t count = fills ? room : static_cast<std::uint32_t>(wanted);
      if (fills && next == nullptr) next = consumers_.make_segment();
      // Takes the cells, and makes a new segment's cells visible to whoever takes the next ones.
      // pairs: injector.push.claim, injector.empty.tail
      // without: a push writes into a cell before the segment is made, and the element is lost
      if (!tail_.compare_exchange_weak(at, fills ? at.followed_by(next) : at.advanced(count),
                                       sync::acq_rel<"injector.push.claim">,
                                       // Relaxed: the value found is only compared again.
                                       sync::relaxed<"injector.push.lost">)) {
        continue;
      }
      cells = {at, count, fills ? next : nullptr};
      break;
    }
    if (cells.next != nullptr) filled_.raise();
    else if (next != nullptr) consumers_.keep(next);
    return cells;
  }

  inject_result push_all(std::span<const T> elements, closing close) noexcept {
    std::size_t done = 0;
    try {
      while (done < elements.size()) {
        const reservation cells = reserve(elements.size() - done, close);
        if (cells.count == 0) return {inject_outcome::closed, done};
        fill(cells, elements.data() + done);
        done += cells.count;
      }
    } catch (const std::bad_alloc&) {
      return {inject_outcome::no_memory, done};
    }
    return {inject_outcome::pushed, done};
  }

  void fill(const reservation& cells, const T* elements) noexcept {
    for (std::uint32_t i = 0; i < cells.count; ++i) {
      const auto word = std::bit_cast<std::uint64_t>(elements[i]);
      WYN_EXPECTS(word != 0 && word != removed, "injector.push of the reserved element %llx",
                  static_cast<unsigned long long>(word));
      write(cells, i, word);
    }
  }

  void write(const reservation& cells, std::uint32_t which, std::uint64_t word) noexcept {
    segment& into = *cells.first.segment();
    if (which == 0 && cells.next != nullptr) {
      // Makes the next segment visible to a search that passes by unwritten cells.
      // pairs: injector.search.next
      // without: a search reads cells that are not made yet
      into.next.store(cells.next, sync::release<"injector.push.link">);
    }
    auto& cell = into.cells[cells.first.cell() + which];
    cell.ghost.overwriting();
    // Makes what the element refers to visible, and the next segment before the last cell.
    // pairs: injector.grab.cell, injector.search.take
    // without: a consumer gets an element that it sees half written
    cell.element.store(word, sync::release<"injector.push.cell">);
  }

  // The head, with its segment held.
  position hold_head(record& mine) noexcept {
    // Relaxed: in a segment that is held already, only the number is new.
    position at = head_.load(sync::relaxed<"injector.hold.look">);
    while (at.segment() != mine.at_head.get()) {
      mine.at_head.set(at.segment());
      consumers::hold_before_looking(mine, 0, at.segment());
      // Makes the segment visible, though it be another one at the same address, and that the ones before it were left.
      // pairs: injector.grab.claim
      // without: a consumer reads cells that it sees not made yet
      at = head_.load(sync::acquire<"injector.hold.head">);
    }
    return at;
  }

  template <typename Predicate>
  grab_result grab(record& mine, T* out, std::size_t at_most, Predicate& last) noexcept {
    for (;;) {
      const position from = hold_head(mine);
      bool more = true;
      const std::uint32_t count = leading(from, at_most, [&](std::uint64_t word) {
        return std::exchange(more, word == removed || !last(std::bit_cast<T>(word))) && word != 0;
      });
      if (count == 0) return {grab_outcome::empty, 0};
      const bool leaves = from.cell() + count == Cells;
      if (!claim(from, count, leaves)) return {grab_outcome::lost, 0};
      const std::size_t got = take(from, count, out);
      if (leaves) consumers_.retire(mine, from.segment());
      if (got > 0) return {grab_outcome::got, got};
    }
  }

  // How many cells from here on hold what is accepted, which an unwritten cell never is.
  template <typename Accepts>
  static std::uint32_t leading(position from, std::size_t at_most, Accepts accepts) noexcept {
    const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(Cells, from.cell() + at_most));
    std::uint32_t cell = from.cell();
    // Makes the element visible, and before a last cell the next segment.
    // pairs: injector.push.cell
    // without: a consumer gets an element that it sees half written
    while (cell < end && accepts(from.segment()->cells[cell].element.load(sync::acquire<"injector.grab.cell">))) ++cell;
    return cell - from.cell();
  }

  // Moves the head behind what searches took: else every later search would pass by it again.
  position pass_removed(record& mine) noexcept {
    for (;;) {
      const position from = hold_head(mine);
      const std::uint32_t count = leading(from, Cells, [](std::uint64_t word) { return word == removed; });
      if (count == 0) return from;
      const bool leaves = from.cell() + count == Cells;
      if (claim(from, count, leaves) && leaves) consumers_.retire(mine, from.segment());
    }
  }

  bool claim(position from, std::uint32_t count, bool leaves) noexcept {
    position to = from.advanced(count);
    if (leaves) {
      // Relaxed: seen by whoever sees the head behind the segment.
      from.segment()->left.store(true, sync::relaxed<"injector.grab.left">);
      // Relaxed: linked before the last cell was written.
      to = position(from.segment()->next.load(sync::relaxed<"injector.grab.next">));
    }
    WYN_EXPECTS(to.segment() != nullptr, "the head leaves a segment that is not linked to the next");
    // Makes the next segment visible to consumers, and that this one is left.
    // pairs: injector.hold.head
    // without: as injector.hold.head
    const bool claimed = head_.compare_exchange_strong(from, to, sync::release<"injector.grab.claim">,
                                                       // Relaxed: the value found is not used.
                                                       sync::relaxed<"injector.grab.lost">);
    if (claimed && leaves) left_behind_.raise();
    return claimed;
  }

  // Takes the claimed cells, but those that a search took before.
  static std::size_t take(position from, std::uint32_t count, T* out) noexcept {
    std::size_t got = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      auto& cell = from.segment()->cells[from.cell() + i];
      cell.ghost.reading();
      // Relaxed: the element was made visible by injector.grab.cell.
      const std::uint64_t word = cell.element.exchange(removed, sync::relaxed<"injector.grab.take">);
      if (word == removed) continue;
      cell.ghost.claimed();
      out[got++] = std::bit_cast<T>(word);
    }
    return got;
  }

  template <typename Predicate>
  std::size_t search(record& mine, T* out, std::size_t at_most, Predicate& wanted) noexcept {
    position at = pass_removed(mine);
    for (std::size_t hazard = 1;;) {
      const std::size_t got = search_segment(at, out, at_most, wanted);
      if (got != 0) return got;
      // Makes the next segment visible, though the last cell may not be written.
      // pairs: injector.push.link
      // without: a search reads cells that are not made yet
      segment* const next = at.segment()->next.load(sync::acquire<"injector.search.next">);
      if (next == nullptr) return 0;
      consumers::hold_before_looking(mine, hazard, next);
      if (was_left(at.segment())) {
        at = hold_head(mine);
      } else {
        at = position(next);
        hazard = 3 - hazard;
      }
    }
  }

  template <typename Predicate>
  std::size_t search_segment(position from, T* out, std::size_t at_most, Predicate& wanted) noexcept {
    std::size_t got = 0;
    // What lies at the head and is wanted by nobody keeps all that searches have emptied behind it.
    if (from.segment()->searched_out.get() == Cells) return 0;
    for (std::uint32_t i = from.cell(); i < Cells && got < at_most; ++i) {
      auto& cell = from.segment()->cells[i];
      // Relaxed: a value to look at; it is acquired when it is taken.
      std::uint64_t word = cell.element.load(sync::relaxed<"injector.search.cell">);
      if (word == 0 || word == removed || !wanted(std::bit_cast<T>(word))) continue;
      cell.ghost.reading();
      // Makes the element visible, which nobody took before.
      // pairs: injector.push.cell
      // without: a consumer gets an element that it sees half written
      if (cell.element.compare_exchange_strong(word, removed, sync::acquire<"injector.search.take">,
                                               // Relaxed: it is somebody else's.
                                               sync::relaxed<"injector.search.lost">)) {
        cell.ghost.claimed();
        out[got++] = std::bit_cast<T>(word);
      }
    }
    if (got != 0) from.segment()->searched_out.raise(got);
    return got;
  }

  // Whether the head has left a held segment, so that the next one may be gone. The mark is early by one claim, which
  // may fail; while the head is in the segment it does not count.
  [[nodiscard]] bool was_left(const segment* held) const noexcept {
    // Relaxed: ordered after the hazard by injector.hold.fence.
    if (!held->left.load(sync::relaxed<"injector.search.left">)) return false;
    // Relaxed: as above.
    return head_.load(sync::relaxed<"injector.search.head">).segment() != held;
  }

  // Returns how many elements were inside.
  std::size_t destroy_segments() noexcept {
    // Relaxed: whoever destroys has synchronised with every user already.
    const position at = head_.load(sync::relaxed<"injector.destroy.head">);
    std::size_t inside = 0;
    for (segment* ended = at.segment(); ended != nullptr;) {
      for (auto& cell : ended->cells) {
        // Relaxed: as above.
        const std::uint64_t word = cell.element.load(sync::relaxed<"injector.destroy.cell">);
        inside += word != 0 && word != removed ? 1 : 0;
      }
      // Relaxed: as above.
      segment* const next = ended->next.load(sync::relaxed<"injector.destroy.next">);
      segment::deallocate(segment::destroy(ended));
      ended = next;
    }
    return inside;
  }

  alignas(cache_line) sync::atomic<position> head_;
  tally left_behind_;
  alignas(cache_line) sync::atomic<position> tail_;
  tally filled_;
  alignas(cache_line) consumers consumers_;
};

}  // namespace wyn

#include "wyn/lockfree/injector_handles.hpp"
