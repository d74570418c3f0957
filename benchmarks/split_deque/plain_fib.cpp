// The plain call that a fork is compared with, in a unit of its own.
#include "benchmarks/split_deque/plain_fib.hpp"

[[gnu::noinline]] std::uint64_t plain_fib(unsigned n) {
  return n < 2 ? n : plain_fib(n - 1) + plain_fib(n - 2);
}
