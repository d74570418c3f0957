// refuses_copies: a closure that cannot be copied into its task.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace wyn::stress {

/// Of `Size` bytes. Its copy throws std::length_error.
template <std::size_t Size = 16>
struct refuses_copies {
  refuses_copies() = default;
  refuses_copies(const refuses_copies&) { throw std::length_error("planted"); }
  refuses_copies& operator=(const refuses_copies&) = delete;
  void operator()() const { ADD_FAILURE() << "a task that was never made runs"; }
  std::array<char, Size> ballast{};
};

}  // namespace wyn::stress
