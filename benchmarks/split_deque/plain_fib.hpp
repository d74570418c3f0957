// The plain call that a fork is compared with.
#pragma once

#include <cstdint>

[[gnu::noinline]] std::uint64_t plain_fib(unsigned n);
