// Plain shared memory: data that is ordered by somebody else's atomics. The model reports a race on it.
#pragma once

#include <cstdint>
#include <type_traits>

#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

/// A non-atomic object of at most 8 bytes that several threads use in turn.
template <typename T>
class plain {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));

 public:
  plain() noexcept = default;
  explicit plain(T initial) noexcept : value_(initial) {}
  plain(const plain&) = delete;
  plain& operator=(const plain&) = delete;

  [[nodiscard]] T get() const noexcept {
#if defined(WYN_WORLD_MODEL)
    return value_.get();
#else
    return value_;
#endif
  }

  void set(T value) noexcept {
#if defined(WYN_WORLD_MODEL)
    value_.set(value);
#else
    value_ = value;
#endif
  }

 private:
#if defined(WYN_WORLD_MODEL)
  model::plain_cell<T> value_;
#else
  T value_{};
#endif
};

}  // namespace wyn::sync
