// deque_array: the circular array that a deque keeps its elements in, and the chain of the arrays it outgrew.
//
// The owner makes a larger array, copies, and publishes it; thieves may still read the old one, whose slots nobody
// writes again, so it stays in the chain until the deque is destroyed. Capacities double, so the chain's slots are
// fewer than twice those of the largest array.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

template <typename T>
class deque_array {
 public:
  struct slot {
    // Value-initialised: a thief that will lose its claim may read a slot that growth did not copy.
    sync::atomic<T> element{T{}};
    [[no_unique_address]] sync::slot_ghost ghost;
  };

  deque_array(const deque_array&) = delete;
  deque_array& operator=(const deque_array&) = delete;

  /// An array of `capacity` slots, a power of two, in front of the chain `previous`. Throws std::bad_alloc.
  [[nodiscard]] static deque_array* make(std::size_t capacity, deque_array* previous) {
    void* const memory = sync::allocate(size_for(capacity), alignof(deque_array));
    return ::new (memory) deque_array(capacity, previous);
  }

  /// Frees the array and all that it outgrew. Nobody may hold any of them.
  static void destroy_chain(deque_array* newest) noexcept {
    while (newest != nullptr) {
      deque_array* const previous = newest->previous_;
      const std::size_t size = size_for(newest->capacity());
      newest->~deque_array();
      sync::deallocate(newest, size, alignof(deque_array));
      newest = previous;
    }
  }

  [[nodiscard]] std::size_t capacity() const noexcept { return mask_.get() + 1; }

  [[nodiscard]] slot& at(std::int64_t index) noexcept {
    return slots()[static_cast<std::uint64_t>(index) & mask_.get()];
  }

 private:
  deque_array(std::size_t capacity, deque_array* previous) noexcept : mask_(capacity - 1), previous_(previous) {
    for (std::size_t i = 0; i < capacity; ++i) ::new (slots() + i) slot;
  }

  ~deque_array() {
    for (std::size_t i = capacity(); i > 0; --i) slots()[i - 1].~slot();
  }

  static std::size_t size_for(std::size_t capacity) {
    constexpr std::size_t most = (std::numeric_limits<std::size_t>::max() - sizeof(deque_array)) / sizeof(slot);
    if (capacity > most) throw std::bad_alloc{};
    return sizeof(deque_array) + capacity * sizeof(slot);
  }

  // The slots lie behind the header, in the same allocation.
  slot* slots() noexcept { return std::launder(reinterpret_cast<slot*>(this + 1)); }

  sync::plain<std::uint64_t> mask_;  // written before the array is published, constant after
  deque_array* const previous_;      // used by the destructor only
};

}  // namespace wyn
