// uneven: a loop's body that takes from none to 40,000 steps, most often few.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wyn::benchmarks {

/// The steps are of xorshift (Marsaglia, JSS 2003): steps that multiply and add, some compilers make one of several.
inline std::uint32_t uneven_work(std::size_t i) {
  const auto number = static_cast<std::uint32_t>(i);
  const std::uint32_t steps = number * 7919U % 2000U * (i % 97 == 0 ? 20U : 1U);
  std::uint32_t value = number + 1;
  for (std::uint32_t k = 0; k < steps; ++k) {
    value ^= value << 13U;
    value ^= value >> 17U;
    value ^= value << 5U;
  }
  return value;
}

}  // namespace wyn::benchmarks
