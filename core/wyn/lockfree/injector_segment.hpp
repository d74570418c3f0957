// injector_segment: some cells of an injector, and what its consumers share about it. It has no operation of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>

#include "wyn/lockfree/injector_position.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

template <std::uint32_t Cells>
struct injector_segment {
  using position = injector_position<injector_segment, Cells>;

  struct cell {
    sync::atomic<std::uint64_t> element{0};
    [[no_unique_address]] sync::slot_ghost ghost;
  };

  cell cells[Cells];
  sync::atomic<injector_segment*> next{nullptr};
  sync::atomic<bool> left{false};              // the head is about to leave it, or has
  tally searched_out;                          // cells that searches have emptied
  injector_segment* retired_before = nullptr;  // of the consumer that retired it only

  static constexpr std::size_t alignment = std::max<std::size_t>(64, position::alignment);

  /// Memory for one segment, without a segment in it. Throws std::bad_alloc.
  [[nodiscard]] static std::byte* allocate() {
    return static_cast<std::byte*>(sync::allocate(sizeof(injector_segment), alignment));
  }
  static void deallocate(std::byte* memory) noexcept { sync::deallocate(memory, sizeof(injector_segment), alignment); }

  [[nodiscard]] static injector_segment* construct(std::byte* memory) noexcept {
    auto* const made = ::new (memory) injector_segment;
    WYN_EXPECTS(position(made).cell() == 0 && !position(made).closed(), "a segment at %p is not aligned",
                static_cast<void*>(made));
    // In the model: whoever writes into a cell must have seen that it was made.
    for (cell& each : made->cells) {
      each.ghost.reading();
      each.ghost.claimed();
    }
    return made;
  }

  /// The same in the memory that a destroyed segment has left.
  [[nodiscard]] static injector_segment* construct_again(std::byte* memory) noexcept {
    std::launder(reinterpret_cast<sync::slot_ghost*>(memory))->overwriting();
    return construct(memory);
  }

  /// Ends the segment and returns its memory. Nobody may hold it; whoever took from a cell must have done so before.
  [[nodiscard]] static std::byte* destroy(injector_segment* ended) noexcept {
    for (cell& each : ended->cells) each.ghost.overwriting();
    ended->~injector_segment();
    // In the model: whoever uses the memory again must have seen this end.
    auto* const end = ::new (static_cast<void*>(ended)) sync::slot_ghost;
    end->reading();
    end->claimed();
    return reinterpret_cast<std::byte*>(ended);
  }
};

}  // namespace wyn
