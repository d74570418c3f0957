// split_deque: the worker's queue. Its owner pushes and takes without a fence, a locked instruction or a shared line as
// long as nobody steals; thieves take from a part that the owner publishes on demand.
//
//   stolen [ ... top )   public [ top ... split )   private [ split ... head )
//
// Work comes from the owner's push. It leaves by take or take_if (owner) or by steal (anybody), each element exactly
// once. A thief that finds nothing sets `want`, and the owner's next push publishes; an owner that does not push is
// interrupted and publishes in its handler (expose). Checked by models/split_deque, property_tests/split_deque,
// stress/split_deque and `gate split_deque`.
//
// Field rights (handler: the owner's thread, between any two steps of the owner)
//   head_      written by the owner; read by the handler, and by anybody as a hint
//   split_     the owner's copy of the word's split; written by owner and handler; read by anybody as a hint
//   limit_     owner only: what head_ must not reach, since the slot there may still be read
//   exposure_  owner and handler: whether the handler may publish now
//   want_      hoped by a thief that found nothing, relied_on by one that settles; cleared by the owner
//   word_      {split:32, top:32}, by read-modify-writes only: split by owner and handler, top by thieves
//   drained_   raised by a thief when it has read what it claimed; read by the owner
//   slots      written by the owner in [split, limit); read by the owner, and by a thief after its claim
//
// Indices wrap around past 2^32 and are compared by distance. A thief claims first and reads then, so slots are plain
// memory. Source of the public and private parts: Dinan, Larkins, Sadayappan, Krishnamoorthy, Nieplocha, "Scalable Work
// Stealing", SC 2009, and van Dijk, van de Pol, "Lace: Non-blocking Split Deque for Work-Stealing", Euro-Par 2014
// workshops. Deliberate differences: one word for both ends, publication by read-modify-write, no fence, exposure.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

#include "wyn/lockfree/split_word.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

struct split_deque_options {
  std::uint32_t first_index = 0;  // where the indices start
};

/// The queue. T is a pointer or another trivially copyable 8-byte type; T{} stands for "none" and is never pushed.
/// Capacity: elements, a power of two from 2. It outlives its handles' last use.
template <typename T, std::uint32_t Capacity>
class split_deque {
  static_assert(std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T> && sizeof(T) == 8);
  static_assert(std::has_single_bit(Capacity) && Capacity >= 2 && Capacity <= (1U << 30));

 public:
  class owner;
  class thief;

  explicit split_deque(split_deque_options options = {}) noexcept
      : head_(options.first_index),
        split_(options.first_index),
        limit_(options.first_index + Capacity),
        word_(split_word::of(options.first_index, options.first_index)),
        drained_(options.first_index) {}

  split_deque(const split_deque&) = delete;
  split_deque& operator=(const split_deque&) = delete;

  /// Forgets the elements still inside. No thread may be in an operation, nor the owner's handler come any more.
  ~split_deque() {
    WYN_EXPECTS(thieves_.count() == 0, "split_deque destroyed while %d thieves act on it", thieves_.count());
  }

  /// The handle that pushes, takes and exposes; it costs nothing. The first thread that uses one owns the queue.
  [[nodiscard]] owner get_owner() noexcept { return owner{*this}; }

  /// A handle that steals; any thread, the owner included.
  [[nodiscard]] thief get_thief() noexcept { return thief{*this}; }

  /// About how many elements are inside, exact when nobody acts. Any thread, wait-free.
  [[nodiscard]] std::uint32_t size_hint() const noexcept {
    // Relaxed: a hint; who must not miss an element has executed thief::settle_wants.
    const std::uint32_t top = split_word::top_of(word_.load(sync::relaxed<"split_deque.size_hint.word">));
    // Both ends, and not part by part: an element that goes from one part to the other is in neither for a moment.
    // Relaxed: as above.
    return split_word::distance(top, head_.load(sync::relaxed<"split_deque.size_hint.head">));
  }

  /// About how many of them can be stolen. Any thread, wait-free.
  [[nodiscard]] std::uint32_t public_hint() const noexcept {
    // Relaxed: as split_deque.size_hint.word.
    return split_word::public_part(word_.load(sync::relaxed<"split_deque.public_hint.word">));
  }

  /// Whether the owner seems to have work that cannot be stolen yet. Any thread, wait-free.
  [[nodiscard]] bool has_private() const noexcept { return private_hint() != 0; }

 private:
  enum class exposure : std::uint32_t { open, held, missed };
  enum class want : std::uint32_t { none, hoped, relied_on };

  [[nodiscard]] sync::plain<T>& slot(std::uint32_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  [[nodiscard]] std::uint32_t private_hint() const noexcept {
    // Relaxed: a hint, as in size_hint.
    const std::uint32_t split = split_.load(sync::relaxed<"split_deque.hint.split">);
    // Relaxed: as above.
    return split_word::distance(split, head_.load(sync::relaxed<"split_deque.hint.head">));
  }

  // Keeps the owner's steps in the program's order for its own handler, which may run between any two of them.
  [[gnu::always_inline]] static inline void in_order() noexcept {
    // The compiler moves no step of the owner past another that the handler depends on.
    // pairs: split_deque.want.settle
    // without: the handler publishes an element that is not written, or that a take has got already
    sync::light_fence(sync::seq_cst<"split_deque.order.handler">);
  }

  // All of a push but what is rare, which finish_push does.
  [[gnu::always_inline]] inline push_begun begin_push(T element, std::uint32_t& index) noexcept {
    // Relaxed: the owner reads its own store.
    const std::uint32_t head = head_.load(sync::relaxed<"split_deque.push.head">);
    index = head;
    if (head == limit_) [[unlikely]]
      return push_begun::at_limit;
    place(head, element);
    return unwanted() ? push_begun::pushed : push_begun::wanted;
  }

  [[gnu::always_inline]] inline void place(std::uint32_t head, T element) noexcept {
    slot(head).set(element);
    in_order();
    // Relaxed: thieves get the element by split_deque.publish.word only.
    head_.store(head + 1, sync::relaxed<"split_deque.push.place">);
  }

  [[gnu::always_inline]] inline bool unwanted() noexcept {
    // Of the new head and a sleeper's `want`, one is seen by the other.
    // pairs: split_deque.want.settle
    // without: a thief that sees neither private nor public work goes to sleep, and nobody tells it of this element
    sync::light_fence(sync::seq_cst<"split_deque.push.look">);
    // Relaxed: ordered by split_deque.push.look.
    return want_.load(sync::relaxed<"split_deque.push.want">) == want::none;
  }

  [[gnu::noinline, gnu::cold]] split_push finish_push(push_begun begun, T element) noexcept {
    if (begun == push_begun::pushed) return split_push::pushed;
    if (begun == push_begun::wanted) return publish_half();
    // Relaxed: the owner reads its own store.
    const std::uint32_t head = head_.load(sync::relaxed<"split_deque.limit.head">);
    if (!raise_limit(head)) return split_push::full;
    place(head, element);
    return unwanted() ? split_push::pushed : publish_half();
  }

  // Slots below top are free once everything claimed has been read: once as many were drained as claimed.
  bool raise_limit(std::uint32_t head) noexcept {
    // Makes visible that the thieves have read what they drained. Read before top: a claim after it is not drained.
    // pairs: split_deque.steal.drained
    // without: the owner overwrites a slot before the thief that claimed it has read it
    const std::uint32_t drained = drained_.load(sync::acquire<"split_deque.limit.drained">);
    // Relaxed: the claims of all that was drained happen before, and a later claim makes the two differ.
    const std::uint32_t top = split_word::top_of(word_.load(sync::relaxed<"split_deque.limit.top">));
    if (drained != top) return false;
    limit_ = top + Capacity;
    return head != limit_;
  }

  // While one lives, the handler publishes nothing: it leaves a note, and the end publishes in its place.
  class exposure_held {
   public:
    explicit exposure_held(split_deque& queue) noexcept : queue_(queue) {
      // Relaxed: read by the own handler only.
      queue_.exposure_.store(exposure::held, sync::relaxed<"split_deque.hold.begin">);
      in_order();
    }
    ~exposure_held() {
      in_order();
      // Relaxed: the own handler runs before or after it.
      while (queue_.exposure_.exchange(exposure::open, sync::relaxed<"split_deque.hold.end">) == exposure::missed) {
        // Relaxed: as in the constructor.
        queue_.exposure_.store(exposure::held, sync::relaxed<"split_deque.hold.again">);
        in_order();
        queue_.publish(queue_.owned());
        in_order();
      }
    }
    exposure_held(const exposure_held&) = delete;
    exposure_held& operator=(const exposure_held&) = delete;

   private:
    split_deque& queue_;
  };

  // How much is private. Owner or handler.
  [[nodiscard]] std::uint32_t owned() const noexcept {
    // Relaxed: the owner's thread reads its own store.
    const std::uint32_t split = split_.load(sync::relaxed<"split_deque.owned.split">);
    // Relaxed: as above.
    return split_word::distance(split, head_.load(sync::relaxed<"split_deque.owned.head">));
  }

  // Publishes the `count` oldest private elements. With exposure held.
  void publish(std::uint32_t count) noexcept {
    if (count == 0) return;
    // Makes the slots, and all that the elements refer to, visible to the thief that claims them.
    // pairs: split_deque.steal.word, split_deque.steal.claim
    // without: a thief gets an element that it sees half written, or reads a slot that is being written
    const std::uint64_t before =
        word_.fetch_add(split_word::by_split(count), sync::release<"split_deque.publish.word">);
    // Relaxed: the owner's copy.
    split_.store(split_word::split_of(before) + count, sync::relaxed<"split_deque.publish.split">);
  }

  split_push publish_half() noexcept {
    const exposure_held held(*this);
    // Relaxed: a thief that sees what is published below sees it too, by split_deque.steal.word.
    want_.store(want::none, sync::relaxed<"split_deque.publish.unwant">);
    publish((owned() + 1) / 2);
    return split_push::published;
  }

  std::uint32_t expose() noexcept {
    // Relaxed: written on this thread.
    if (exposure_.load(sync::relaxed<"split_deque.expose.held">) != exposure::open) {
      // Relaxed: read on this thread, when the operation that this handler interrupts ends.
      exposure_.store(exposure::missed, sync::relaxed<"split_deque.expose.missed">);
      return 0;
    }
    const exposure_held held(*this);
    const std::uint32_t count = owned();
    publish(count);
    return count;
  }

  // Stores first and compares then: from the store on, the handler leaves the element alone.
  [[gnu::always_inline]] inline T take() noexcept {
    // Relaxed: the owner reads its own store.
    const std::uint32_t head = head_.load(sync::relaxed<"split_deque.take.head">);
    if (reserve(head)) [[likely]]
      return slot(head - 1).get();
    return take_public(head);
  }

  // Whether the element below head is private, and the owner's now.
  [[gnu::always_inline]] inline bool reserve(std::uint32_t head) noexcept {
    // Relaxed: for the own handler, and a hint for others.
    head_.store(head - 1, sync::relaxed<"split_deque.take.reserve">);
    in_order();
    // Relaxed: written on this thread.
    return split_.load(sync::relaxed<"split_deque.take.split">) != head;
  }

  // What it stores comes from `index`, not from head_: a chain of loads and stores of head_ would take most of the time
  // of a fork. Whether head_ is what it must be is compared beside that, and predicted.
  [[gnu::always_inline]] inline take_begun begin_take_newest(T expected, std::uint32_t index) noexcept {
    // Relaxed: the owner reads its own store.
    if (head_.load(sync::relaxed<"split_deque.take_newest.head">) != index + 1) [[unlikely]]
      return take_begun::not_newest;
    if (!reserve(index + 1)) [[unlikely]]
      return take_begun::not_private;
    return slot(index).get() == expected ? take_begun::taken : take_begun::another;
  }

  [[gnu::noinline, gnu::cold]] bool finish_take_newest(take_begun begun, T expected, std::uint32_t index) noexcept {
    if (begun == take_begun::taken || begun == take_begun::not_newest) return begun == take_begun::taken;
    if (begun == take_begun::not_private) {
      const T newest = take_public(index + 1);
      if (newest == expected || newest == T{}) return newest == expected;
    }
    // Relaxed: the slot has the element still, and the handler let it alone.
    head_.store(index + 1, sync::relaxed<"split_deque.take_newest.put_back">);
    return false;
  }

  [[gnu::noinline, gnu::cold]] T take_public(std::uint32_t head) noexcept {
    do {
      // Relaxed: as split_deque.take.reserve.
      head_.store(head, sync::relaxed<"split_deque.take.restore">);
      if (reclaim_half() == 0) return T{};
    } while (!reserve(head));
    return slot(head - 1).get();
  }

  // Makes the newer half of the public part private again, at least one element. Lock-free: a lost CAS is a claim.
  std::uint32_t reclaim_half() noexcept {
    // Relaxed: only the owner raises split, so a stale word is never emptier than the current one.
    if (split_word::public_part(word_.load(sync::relaxed<"split_deque.reclaim.look">)) == 0) return 0;
    const exposure_held held(*this);
    return reclaim([](std::uint32_t all) { return (all + 1) / 2; });
  }

  // With exposure held. Returns how many became private.
  template <typename Share>
  std::uint32_t reclaim(Share share) noexcept {
    // Relaxed: the CAS below decides.
    std::uint64_t word = word_.load(sync::relaxed<"split_deque.reclaim.word">);
    std::uint32_t count = 0;
    do {
      count = share(split_word::public_part(word));
      if (count == 0) return 0;
      // Relaxed: publishes nothing, and what comes back was written by this thread. The release sequence goes on.
    } while (!word_.compare_exchange_weak(word, word - split_word::by_split(count),
                                          sync::relaxed<"split_deque.reclaim.claim">,
                                          // Relaxed: the value found is only tried next.
                                          sync::relaxed<"split_deque.reclaim.lost">));
    // Relaxed: the owner's copy.
    split_.store(split_word::split_of(word) - count, sync::relaxed<"split_deque.reclaim.split">);
    return count;
  }

  template <typename Predicate>
  T take_if(Predicate& wanted, std::uint32_t at_most) noexcept {
    const exposure_held held(*this);
    const std::uint32_t was_public = reclaim([](std::uint32_t all) { return all; });
    // Relaxed: the owner reads its own store.
    const std::uint32_t head = head_.load(sync::relaxed<"split_deque.take_if.head">);
    const T found = remove_newest(head, std::min(at_most, owned()), wanted);
    publish(std::min(was_public, owned()));
    return found;
  }

  // Of the `count` elements below head, all of them the owner's.
  template <typename Predicate>
  T remove_newest(std::uint32_t head, std::uint32_t count, Predicate& wanted) noexcept {
    for (std::uint32_t i = head; i != head - count; --i) {
      const T element = slot(i - 1).get();
      if (!wanted(element)) continue;
      for (; i != head; ++i) slot(i - 1).set(slot(i).get());
      // Relaxed: exposure is held, and nothing is public.
      head_.store(head - 1, sync::relaxed<"split_deque.take_if.head_lowered">);
      return element;
    }
    return T{};
  }

  split_steal steal(T* out, std::uint32_t at_most) noexcept {
    // Makes the owner's clearing of `want` visible when its publication is, so that a new `want` comes after it.
    // pairs: split_deque.publish.word
    // without: a thief that finds all of it stolen takes its old `want` for still set, and starves
    std::uint64_t word = word_.load(sync::acquire<"split_deque.steal.word">);
    const std::uint32_t count = std::min(at_most, (split_word::public_part(word) + 1) / 2);
    if (count == 0) {
      set_want(want::hoped);
      return {split_steal::outcome::empty, 0};
    }
    const std::uint32_t top = split_word::top_of(word);
    const std::uint64_t claimed = split_word::of(split_word::split_of(word), top + count);
    // Makes the elements visible, which are this thief's from here on. Read only now: the word may have returned to an
    // old value while the slots were taken and pushed anew.
    // pairs: split_deque.publish.word
    // without: the thief reads a slot before the owner's write of it
    if (!word_.compare_exchange_strong(word, claimed, sync::acquire<"split_deque.steal.claim">,
                                       // Relaxed: the value found is not used.
                                       sync::relaxed<"split_deque.steal.claim_lost">)) {
      return {split_steal::outcome::lost, 0};
    }
    for (std::uint32_t i = 0; i != count; ++i) out[i] = slot(top + i).get();
    // Lets the owner reuse the slots, after the reads above.
    // pairs: split_deque.limit.drained
    // without: the owner overwrites a slot while it is read, and an element runs twice while another is lost
    drained_.fetch_add(count, sync::release<"split_deque.steal.drained">);
    return {split_steal::outcome::got, count};
  }

  // Looks before it stores, so that searching thieves do not fight for the line. A hope that crosses and replaces
  // relied_on is as good to the owner, and the next sleeper settles anew.
  bool set_want(want least) noexcept {
    if (wanted(least)) return false;
    // Relaxed: ordered by split_deque.steal.word, or by split_deque.want.settle after it.
    want_.store(least, sync::relaxed<"split_deque.want.set">);
    return true;
  }

  [[nodiscard]] bool wanted(want least) const noexcept {
    // Relaxed: as split_deque.want.set, or ordered by the caller's fence.
    return want_.load(sync::relaxed<"split_deque.want.look">) >= least;
  }

  static void settle_wants() noexcept {
    // Of a `want` set before and a push's new head, one is seen by the other.
    // pairs: split_deque.push.look, split_deque.order.handler
    // without: as split_deque.push.look
    sync::heavy_fence(sync::seq_cst<"split_deque.want.settle">);
  }

  static constexpr std::size_t cache_line = 64;

  alignas(cache_line) sync::atomic<std::uint32_t> head_;
  sync::atomic<std::uint32_t> split_;
  std::uint32_t limit_;
  sync::atomic<exposure> exposure_{exposure::open};
  [[no_unique_address]] sync::ownership owner_;
  [[no_unique_address]] sync::presence thieves_;
  alignas(cache_line) sync::atomic<want> want_{want::none};
  alignas(cache_line) sync::atomic<std::uint64_t> word_;
  alignas(cache_line) sync::atomic<std::uint32_t> drained_;
  alignas(cache_line) std::array<sync::plain<T>, Capacity> slots_;
};

}  // namespace wyn

#include "wyn/lockfree/split_deque_handles.hpp"
