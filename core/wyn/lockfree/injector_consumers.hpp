// injector_consumers: who consumes from an injector, what each of them holds, and what is retired and not freed yet.
//
// Field rights
//   records_  prepended to by new consumers; a record is its consumer's, but for the hazards, which all retirers read
//   spare_    memory of a segment, or none; by whoever exchanges it
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include "wyn/lockfree/injector_record.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

template <typename Segment>
class injector_consumers {
  using segment = Segment;

 public:
  using record = injector_record<segment>;

  injector_consumers() noexcept = default;
  injector_consumers(const injector_consumers&) = delete;
  injector_consumers& operator=(const injector_consumers&) = delete;

  /// No consumer may be left.
  ~injector_consumers() {
    // Relaxed: whoever destroys has synchronised with every user already.
    for (record* r = records_.load(sync::relaxed<"injector.destroy.records">); r != nullptr;) {
      // Relaxed: as above.
      WYN_EXPECTS(!r->in_use.load(sync::relaxed<"injector.destroy.in_use">), "injector destroyed before a consumer");
      for (segment* each = r->retired.get(); each != nullptr;) {
        segment* const before = each->retired_before;
        segment::deallocate(segment::destroy(each));
        each = before;
      }
      record* const next = r->next.get();
      record::destroy(r);
      r = next;
    }
    // Relaxed: as above.
    std::byte* const spare = spare_.load(sync::relaxed<"injector.destroy.spare">);
    if (spare != nullptr) segment::deallocate(spare);
  }

  [[nodiscard]] static segment* make_first() { return segment::construct(segment::allocate()); }

  /// A record for a new consumer: one that another has left, or a new one. Throws std::bad_alloc.
  [[nodiscard]] record& enlist() {
    // pairs: injector.enlist.publish
    // without: a record is read before it is made
    for (record* r = records_.load(sync::acquire<"injector.enlist.records">); r != nullptr; r = r->next.get()) {
      bool used = false;
      // Makes visible what the consumer that left has retired.
      // pairs: injector.leave.record
      // without: a retired segment is freed by two consumers, or by none
      if (r->in_use.compare_exchange_strong(used, true, sync::acquire<"injector.enlist.reuse">,
                                            // Relaxed: it is somebody else's.
                                            sync::relaxed<"injector.enlist.used">)) {
        return *r;
      }
    }
    record* const made = record::make();
    // Relaxed: compared by the publication below.
    record* first = records_.load(sync::relaxed<"injector.enlist.first">);
    do {
      made->next.set(first);
      // Makes the record visible to retirers and to consumers that look for one.
      // pairs: injector.enlist.records, injector.free.records
      // without: a record is read before it is made
    } while (!records_.compare_exchange_weak(first, made, sync::release<"injector.enlist.publish">,
                                             // Relaxed: compared again.
                                             sync::relaxed<"injector.enlist.raced">));
    return *made;
  }

  /// Ends the use of a record. What it retired and others hold stays with it.
  void leave(record& mine) noexcept {
    hold(mine, 0, nullptr);
    mine.at_head.set(nullptr);
    if (mine.retired.get() != nullptr) free_unheld(mine);
    // pairs: injector.enlist.reuse
    // without: as injector.enlist.reuse
    mine.in_use.store(false, sync::release<"injector.leave.record">);
  }

  /// Throws std::bad_alloc.
  [[nodiscard]] segment* make_segment() {
    // Makes visible what was done with the memory before.
    // pairs: injector.free.keep
    // without: the memory is used while its last user still reads it, or empty takes its old place for the new one
    std::byte* const kept = spare_.exchange(nullptr, sync::acquire<"injector.make.spare">);
    return kept != nullptr ? segment::construct_again(kept) : segment::construct(segment::allocate());
  }

  /// Ends a segment that nobody holds; its memory may be the next one's.
  void keep(segment* ended) noexcept {
    std::byte* const memory = segment::destroy(ended);
    std::byte* none = nullptr;
    // pairs: injector.make.spare
    // without: as injector.make.spare
    if (!spare_.compare_exchange_strong(none, memory, sync::release<"injector.free.keep">,
                                        // Relaxed: the spare that is there is not touched.
                                        sync::relaxed<"injector.free.kept">)) {
      segment::deallocate(memory);
    }
  }

  static void hold(record& mine, std::size_t which, segment* held) noexcept {
    // What this consumer did with the segment held before happens before its end.
    // pairs: injector.free.hazard
    // without: a segment ends before a consumer has read its cell
    mine.hazards[which].held.store(held, sync::release<"injector.hold.hazard">);
  }

  // Holds a segment that may already be gone; what the caller reads after it must tell.
  static void hold_before_looking(record& mine, std::size_t which, segment* held) noexcept {
    hold(mine, which, held);
    // Of this hazard and the head's leaving the segment, one is seen by the other side.
    // pairs: injector.free.fence
    // without: a segment is freed though a consumer, which saw the head in it, holds it
    sync::fence(sync::seq_cst<"injector.hold.fence">);
  }

  /// The head left `left`, by this consumer's claim.
  void retire(record& mine, segment* left) noexcept {
    hold(mine, 0, nullptr);
    mine.at_head.set(nullptr);
    left->retired_before = mine.retired.get();
    mine.retired.set(left);
    if (++mine.retired_since_scan >= mine.retired_at_most) free_unheld(mine);
  }

 private:
  // Frees what this consumer retired and nobody holds.
  void free_unheld(record& mine) noexcept {
    // Of the head's leaving a segment and a hazard on it, one is seen by the other side.
    // pairs: injector.hold.fence
    // without: as injector.hold.fence
    sync::fence(sync::seq_cst<"injector.free.fence">);
    segment* unheld = mine.retired.get();
    segment* held = nullptr;
    std::size_t consumers = 0;
    // pairs: injector.enlist.publish
    // without: a record's hazards are read before they are made
    for (record* r = records_.load(sync::acquire<"injector.free.records">); r != nullptr;
         r = r->next.get(), ++consumers) {
      for (const auto& hazard : r->hazards) {
        // Makes what its consumer did with the segments that it holds no more happen before their end.
        // pairs: injector.hold.hazard
        // without: as injector.hold.hazard
        move(unheld, held, hazard.held.load(sync::acquire<"injector.free.hazard">));
      }
    }
    mine.retired.set(held);
    mine.retired_since_scan = 0;
    mine.retired_at_most = 1 + consumers / 4;
    while (unheld != nullptr) {
      segment* const before = unheld->retired_before;
      keep(unheld);
      unheld = before;
    }
  }

  // Moves `wanted` from one chain to another, if it is there.
  static void move(segment*& from, segment*& to, const segment* wanted) noexcept {
    for (segment** link = &from; *link != nullptr; link = &(*link)->retired_before) {
      segment* const each = *link;
      if (each != wanted) continue;
      *link = each->retired_before;
      each->retired_before = to;
      to = each;
      return;
    }
  }

  sync::atomic<record*> records_{nullptr};
  sync::atomic<std::byte*> spare_{nullptr};
};

}  // namespace wyn
