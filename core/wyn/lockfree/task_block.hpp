// task_block: a piece of a slab whose records share a header: their home pool, and which of them are free.
//
//   block:  [ header: home pool, a bit for each record | record | record | ... ]
//
// A block is aligned to its size, so a record's address names its block and the block names the home pool: no record
// pays a word for it. A page is 64 places of the least record's size, whose bits share a word. Checked by models/task_pool.
//
// Field rights
//   home_, previous_slab_     written once by the owner, when the block is opened; read by whoever got a record of it
//   pages_, free_, next_      the owner's; handed on with the pool (pool_depot)
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>

#include "wyn/lockfree/free_record.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

/// Free records of one page.
struct free_page {
  std::byte* begin;
  std::uint64_t free;  // bit i: the record at begin + i * free_record::least_size
};

/// The header of a block. A slab begins with one, which also links the slabs.
template <typename Home, std::size_t BlockBytes>
class alignas(free_record::least_size) task_block {
 public:
  task_block(Home* home, task_block* previous_slab) noexcept : home_(home), previous_slab_(previous_slab) {
    for (sync::plain<std::uint64_t>& page : free_) page.set(0);
  }

  /// The block that holds `record`. Any thread that has the record.
  [[nodiscard]] static task_block* of(void* record) noexcept {
    return std::launder(reinterpret_cast<task_block*>(static_cast<std::byte*>(record) - offset_of(record)));
  }

  [[nodiscard]] Home& home() const noexcept { return *home_.get(); }
  [[nodiscard]] task_block* previous_slab() const noexcept { return previous_slab_.get(); }

  [[nodiscard]] std::byte* records() noexcept { return reinterpret_cast<std::byte*>(this + 1); }
  [[nodiscard]] std::byte* end() noexcept { return begin() + BlockBytes; }

  // The owner's.
  /// Adds a free record. True: it is the only one.
  bool put(void* record) noexcept {
    const std::size_t place = offset_of(record) / free_record::least_size;
    sync::plain<std::uint64_t>& page = free_[place / page_records];
    const std::uint64_t others = page.get();
    page.set(others | bit(place % page_records));
    if (others != 0) return false;
    const std::uint64_t other_pages = pages_.get();
    pages_.set(other_pages | bit(place / page_records));
    return other_pages == 0;
  }

  [[nodiscard]] bool has_free() const noexcept { return pages_.get() != 0; }

  /// The free records of the first page that has some; there is one.
  [[nodiscard]] free_page take_page() noexcept {
    const std::uint64_t pages = pages_.get();
    const auto which = static_cast<std::size_t>(std::countr_zero(pages));
    pages_.set(pages & (pages - 1));
    const std::uint64_t free = free_[which].get();
    free_[which].set(0);
    return {begin() + which * page_records * free_record::least_size, free};
  }

  /// How many records are free.
  [[nodiscard]] std::size_t count_free() const noexcept {
    std::size_t count = 0;
    for (const sync::plain<std::uint64_t>& page : free_) count += static_cast<std::size_t>(std::popcount(page.get()));
    return count;
  }

  /// The next of those with free records.
  [[nodiscard]] sync::plain<task_block*>& next() noexcept { return next_; }

 private:
  static constexpr std::size_t page_records = 64;
  static constexpr std::size_t places = BlockBytes / free_record::least_size;
  static_assert(places <= page_records * page_records, "a word has a bit for each page");

  static constexpr std::uint64_t bit(std::size_t which) noexcept { return std::uint64_t{1} << which; }
  static std::size_t offset_of(void* record) noexcept { return reinterpret_cast<std::uintptr_t>(record) % BlockBytes; }
  [[nodiscard]] std::byte* begin() noexcept { return reinterpret_cast<std::byte*>(this); }

  sync::plain<Home*> home_;
  sync::plain<task_block*> previous_slab_;  // of a slab's first block
  // Apart from what other threads read: the owner writes it with each page, and where it releases.
  alignas(free_record::least_size) sync::plain<task_block*> next_{nullptr};  // of those with free records
  sync::plain<std::uint64_t> pages_{0};                                      // those with free records
  std::array<sync::plain<std::uint64_t>, (places + page_records - 1) / page_records> free_;
};

}  // namespace wyn
