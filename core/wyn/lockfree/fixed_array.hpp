// fixed_array: so many objects as a scheduler has slots, made once.
#pragma once

#include <cstddef>
#include <limits>
#include <new>

#include "wyn/sync/memory.hpp"

namespace wyn {

/// `count` value-initialised objects. T's construction and destruction do not throw.
template <typename T>
class fixed_array {
 public:
  /// Throws std::bad_alloc.
  explicit fixed_array(std::size_t count)
      : count_(count), items_(static_cast<T*>(sync::allocate(size_for(count), alignof_items))) {
    for (std::size_t i = 0; i < count; ++i) ::new (items_ + i) T{};
  }
  fixed_array(const fixed_array&) = delete;
  fixed_array& operator=(const fixed_array&) = delete;
  ~fixed_array() {
    for (std::size_t i = count_; i > 0; --i) items_[i - 1].~T();
    sync::deallocate(items_, size_for(count_), alignof_items);
  }

  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] T& operator[](std::size_t index) noexcept { return items_[index]; }
  [[nodiscard]] T* begin() noexcept { return items_; }
  [[nodiscard]] T* end() noexcept { return items_ + count_; }

 private:
  static constexpr std::size_t alignof_items = 64;

  static std::size_t size_for(std::size_t count) {
    static_assert(alignof(T) <= alignof_items);
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_alloc{};
    return count * sizeof(T);
  }

  const std::size_t count_;
  T* const items_;
};

}  // namespace wyn
