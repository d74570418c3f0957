// In a unit of its own, so that the compiler sees a call.
#include "benchmarks/scheduler/plain_fib.hpp"

namespace wyn::benchmarks {

long plain_fib(int n) {
  return n < 2 ? n : plain_fib(n - 1) + plain_fib(n - 2);
}

}  // namespace wyn::benchmarks
