// sequence_play: a sequence played on the deque that ships and on the reference beside it.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include "property_tests/deque/sequence.hpp"

namespace wyn::properties {

/// An element of two parts, with padding behind them. Aligned to its size, or clang calls a library for its atomics.
struct alignas(std::uint64_t) task_handle {
  std::uint32_t slot;
  std::uint16_t generation;
  friend bool operator==(const task_handle&, const task_handle&) = default;
};

/// Plays it with elements of type T: task_handle*, std::uint32_t, std::uint64_t or task_handle. Returns the first
/// difference, or nothing.
template <typename T>
[[nodiscard]] std::string difference_from_reference(const sequence& played);

extern template std::string difference_from_reference<task_handle*>(const sequence&);
extern template std::string difference_from_reference<std::uint32_t>(const sequence&);
extern template std::string difference_from_reference<std::uint64_t>(const sequence&);
extern template std::string difference_from_reference<task_handle>(const sequence&);

}  // namespace wyn::properties
