// closure: whether what somebody gave us to call is small enough to lie where we have room for it.
#pragma once

#include <cstddef>

namespace wyn::runtime {

inline constexpr std::size_t inline_closure_size = 40;

/// What a closure takes in a record; more than there is if a record's alignment is not enough.
template <typename Closure>
constexpr std::size_t size_for() noexcept {
  return alignof(Closure) <= 8 ? sizeof(Closure) : inline_closure_size + 1;
}

template <typename Closure>
inline constexpr bool is_inline_closure = size_for<Closure>() <= inline_closure_size;

}  // namespace wyn::runtime
