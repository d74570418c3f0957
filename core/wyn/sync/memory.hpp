// Allocation. In checked builds and in every world but production it is counted, and a test may let it fail.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// `size` bytes aligned to `alignment` (a power of two). Throws std::bad_alloc. Any thread.
[[nodiscard]] void* allocate(std::size_t size, std::size_t alignment);

/// Gives back what allocate(size, alignment) returned. Any thread.
void deallocate(void* memory, std::size_t size, std::size_t alignment) noexcept;

#if defined(WYN_CHECKED) || defined(WYN_WORLD_MODEL) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
struct memory_account {
  std::uint64_t allocations;  // calls of allocate that returned
  std::uint64_t bytes;        // allocated and not given back
};

/// What the process holds now. Any thread; exact when no other thread allocates.
[[nodiscard]] memory_account memory_in_use() noexcept;

/// Lets the allocation after the next `successes` fail with std::bad_alloc, once. Any thread.
void fail_allocation_after(std::uint64_t successes) noexcept;

/// Takes a fail_allocation_after back: true if it was still pending, so that nothing has failed.
bool never_fail_allocation() noexcept;
#endif

}  // namespace wyn::sync
