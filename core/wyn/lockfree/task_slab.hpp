// task_slab: the memory that a pool's records are cut from, slab by slab, each record once.
//
//   slab:   [ block | block | ... | part of a block ]     one allocation, aligned to the size of a block
//
// Blocks are opened one by one and records handed out in order, so memory that was never used stays untouched. The pool
// takes from here when none of its records is free. Checked by models/task_pool.
//
// Field rights: all is the owner's; handed on with the pool (pool_depot)
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>

#include "wyn/lockfree/free_record.hpp"
#include "wyn/lockfree/task_block.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

/// Sizes in bytes and records.
struct slab_layout {
  std::size_t record_size;   // a multiple of free_record::least_size, at most half a block
  std::size_t slab_records;  // at least 1
};

/// All slabs of one pool. The pool's owner, unless a member says otherwise.
template <typename Home, std::size_t BlockBytes>
class task_slabs {
  using block = task_block<Home, BlockBytes>;
  static_assert((BlockBytes & (BlockBytes - 1)) == 0, "a block is aligned to its size");
  static_assert(sizeof(block) <= BlockBytes / 2);

 public:
  explicit task_slabs(slab_layout layout) noexcept : layout_(layout) {}
  task_slabs(const task_slabs&) = delete;
  task_slabs& operator=(const task_slabs&) = delete;

  /// Frees the slabs. No record may be used or be free.
  ~task_slabs() {
    for_each_slab([this](block* first, block* last) {
      for_blocks_of(first, last, [](block& closed) { closed.~task_block(); });
      sync::deallocate(first, size_for(layout_), BlockBytes);
    });
  }

  /// A record that was never handed out; nullptr if the newest slab has no more. Wait-free.
  [[nodiscard]] void* take_fresh(Home& home) noexcept {
    std::byte* const record = fresh_.get();
    if (record == fresh_end_.get()) return open_next_block(home);
    fresh_.set(record + layout_.record_size);
    return free_record::in_use(record);
  }

  /// Adds a slab; the newest must have no fresh record. Throws std::bad_alloc, with nothing changed.
  void grow(Home& home) {
    void* const memory = sync::allocate(size_for(layout_), BlockBytes);
    unopened_.set(layout_.slab_records);
    open(memory, home, newest_.get());
    newest_.set(open_.get());
    slabs_.set(slabs_.get() + 1);
  }

  /// How many records were ever handed out.
  [[nodiscard]] std::size_t handed_out() const noexcept {
    const auto bytes_left = static_cast<std::size_t>(fresh_end_.get() - fresh_.get());
    return capacity() - unopened_.get() - bytes_left / layout_.record_size;
  }

  /// How many records the slabs hold.
  [[nodiscard]] std::size_t capacity() const noexcept { return slabs_.get() * layout_.slab_records; }

  [[nodiscard]] const slab_layout& layout() const noexcept { return layout_; }

  /// Calls `action(block)` for every block that was opened.
  template <typename Action>
  void for_each_block(Action action) const noexcept {
    for_each_slab([&action](block* first, block* last) { for_blocks_of(first, last, action); });
  }

 private:
  // Whole blocks, and as much of the last one as its records need.
  static std::size_t size_for(const slab_layout& layout) noexcept {
    const std::size_t per_block = (BlockBytes - sizeof(block)) / layout.record_size;
    const std::size_t rest = layout.slab_records % per_block;
    const std::size_t part = rest == 0 ? 0 : sizeof(block) + rest * layout.record_size;
    return layout.slab_records / per_block * BlockBytes + part;
  }

  [[gnu::noinline, gnu::cold]] void* open_next_block(Home& home) noexcept {
    if (unopened_.get() == 0) return nullptr;
    open(open_.get()->end(), home, nullptr);
    return take_fresh(home);
  }

  void open(void* memory, Home& home, block* previous_slab) noexcept {
    auto* const opened = ::new (memory) block(&home, previous_slab);
    const std::size_t room = static_cast<std::size_t>(opened->end() - opened->records()) / layout_.record_size;
    const std::size_t records = std::min(room, unopened_.get());
    open_.set(opened);
    unopened_.set(unopened_.get() - records);
    fresh_.set(opened->records());
    fresh_end_.set(opened->records() + records * layout_.record_size);
  }

  block* last_block_of(block* slab) const noexcept {
    auto* const begin = reinterpret_cast<std::byte*>(slab);
    return block::of(begin + size_for(layout_) - 1);
  }

  // With the first and the last block that was opened of each, which may be gone after its turn.
  template <typename Action>
  void for_each_slab(Action action) const noexcept {
    block* last = open_.get();
    for (block* slab = newest_.get(); slab != nullptr;) {
      block* const previous = slab->previous_slab();
      action(slab, last);
      slab = previous;
      if (slab != nullptr) last = last_block_of(slab);
    }
  }

  // From the last one to the first, which may be gone after its turn.
  template <typename Action>
  static void for_blocks_of(block* first, block* last, Action action) noexcept {
    for (block* each = last; each != first;) {
      std::byte* const before = reinterpret_cast<std::byte*>(each) - 1;
      action(*each);
      each = block::of(before);
    }
    action(*first);
  }

  const slab_layout layout_;
  sync::plain<std::byte*> fresh_{nullptr};      // the next record of the open block
  sync::plain<std::byte*> fresh_end_{nullptr};  // where its records end
  sync::plain<std::size_t> unopened_{0};        // records of the newest slab behind the open block
  sync::plain<block*> open_{nullptr};
  sync::plain<block*> newest_{nullptr};  // slab, that is its first block
  sync::plain<std::size_t> slabs_{0};
};

}  // namespace wyn
