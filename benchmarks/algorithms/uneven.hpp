// uneven: a loop's body that takes from none to 40,000 steps, most often few.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wyn::benchmarks {

inline std::uint32_t uneven_work(std::size_t i) {
  auto value = static_cast<std::uint32_t>(i);
  const std::uint32_t steps = value * 7919U % 2000U * (i % 97 == 0 ? 20U : 1U);
  for (std::uint32_t k = 0; k < steps; ++k) value = value * 1664525U + 1013904223U;
  return value;
}

}  // namespace wyn::benchmarks
