#pragma once

namespace wyn::benchmarks {

/// The plain call that fib through parallel_invoke is compared with.
[[gnu::noinline]] long plain_fib(int n);

inline constexpr int fib_argument = 35;
inline constexpr long fib_result = 9227465;
inline constexpr double fib_calls = 29860703;

}  // namespace wyn::benchmarks
