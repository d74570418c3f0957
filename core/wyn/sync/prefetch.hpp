// prefetch: asks the processor for a cache line that is needed soon.
#pragma once

namespace wyn::sync {

/// Fetches the line of `address` to be written. Changes nothing that a program can see. Any thread; wait-free.
inline void prefetch(const void* address) noexcept {
  __builtin_prefetch(address, 1);
}

}  // namespace wyn::sync
