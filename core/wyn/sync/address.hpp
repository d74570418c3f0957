// The address of an object on the stack, computed where it is used.
#pragma once

namespace wyn::sync {

/// The object itself, by an address that the compiler does not know from before: it computes it again instead of keeping it
/// in a register over a call, which every call below would have to save. Elsewhere than on x86-64 the object, no more.
/// Any thread, wait-free.
template <typename T>
[[nodiscard, gnu::always_inline]] inline T& addressed_anew(T& object) noexcept {
#if defined(__x86_64__)
  T* address;
  asm volatile("lea %1, %0" : "=r"(address) : "m"(object));
  return *address;
#else
  return object;
#endif
}

}  // namespace wyn::sync
