// holds: memory is aligned as asked, can be written to its end, and is given back.
#include <cstring>

#include "models/litmus/litmus.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::models::aligned_memory {
namespace {

void allocate_aligned(litmus_memory& m) {
  constexpr std::size_t size = 100;
  for (std::size_t alignment = 1; alignment <= 4096; alignment *= 2) {
    void* const memory = sync::allocate(size, alignment);
    if (reinterpret_cast<std::uintptr_t>(memory) % alignment != 0) m.r0 = 1;
    std::memset(memory, 255, size);
    sync::deallocate(memory, size, alignment);
  }
}

const registration aligned{litmus("memory.aligned", "memory is aligned as asked", expectation::holds,
                                  {allocate_aligned}, [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::aligned_memory
