// free_blocks: a pool's free records, handed out in the order of their addresses, page by page.
//
//   put -> a bit in the record's block -> open_page (the first of the block that has waited longest) -> take
//
// In a list a record is reused when those freed after it are, so that after some rounds of spawning and running neighbours
// in time lie anywhere, and each allocation waits for memory. By the bits neighbours stay together, however they were freed,
// and the processor fetches ahead. Checked by models/task_pool, property_tests/task_pool.
//
// Invariant: a block is in the list if and only if one of its bits is set. Field rights: all is the pool's owner's.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>

#include "wyn/lockfree/free_record.hpp"
#include "wyn/lockfree/task_block.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

/// Not thread-safe: one thread's. Every operation is wait-free.
template <typename Block>
class free_blocks {
 public:
  free_blocks() noexcept = default;
  free_blocks(const free_blocks&) = delete;
  free_blocks& operator=(const free_blocks&) = delete;

  /// Adds a record, in which no object lives any more.
  void put(void* record) noexcept {
    Block& of = *Block::of(record);
    free_record::make(record, nullptr);
    if (of.put(record)) [[unlikely]]
      append(of);
  }

  /// The next record of the open page; nullptr: it has no more.
  [[nodiscard]] void* take() noexcept {
    const std::uint64_t free = free_.get();
    if (free == 0) return nullptr;
    free_.set(free & (free - 1));
    return record_at(free)->take();
  }

  /// Opens another page, where the last one has no more. False: there is none.
  [[nodiscard]] bool open_page() noexcept {
    Block* const from = first_.get();
    if (from == nullptr) return false;
    const free_page next = from->take_page();
    if (!from->has_free()) first_.set(from->next().get());
    begin_.set(next.begin);
    free_.set(next.free);
    return true;
  }

  /// How many records of the open page are free.
  [[nodiscard]] std::size_t open_count() const noexcept { return static_cast<std::size_t>(std::popcount(free_.get())); }

 private:
  [[nodiscard]] free_record* record_at(std::uint64_t lowest) const noexcept {
    const auto which = static_cast<std::size_t>(std::countr_zero(lowest));
    return std::launder(reinterpret_cast<free_record*>(begin_.get() + which * free_record::least_size));
  }

  void append(Block& last) noexcept {
    last.next().set(nullptr);
    if (first_.get() == nullptr) first_.set(&last);
    else last_.get()->next().set(&last);
    last_.set(&last);
  }

  sync::plain<std::byte*> begin_{nullptr};  // of the open page
  sync::plain<std::uint64_t> free_{0};      // its records, as in free_page
  sync::plain<Block*> first_{nullptr};
  sync::plain<Block*> last_{nullptr};  // while there is a first
};

}  // namespace wyn
