#include "wyn/sync/memory.hpp"

#include <atomic>
#include <cstring>
#include <new>

#include "wyn/sync/fault.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

namespace {

#if defined(WYN_WORLD_MODEL)

// The engine's memory is aligned for any fundamental type. More than that is cut out of a larger piece, and the
// pointer to give back lies right before it.
constexpr bool is_over_aligned(std::size_t alignment) {
  return alignment > alignof(std::max_align_t);
}

void* raw_allocate(std::size_t size, std::size_t alignment) {
  if (!is_over_aligned(alignment)) return model::allocate(size);
  void* const whole = model::allocate(sizeof whole + alignment + size);
  auto* const least = static_cast<std::byte*>(whole) + sizeof whole;
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(least) % alignment;
  auto* const memory = beyond == 0 ? least : least + (alignment - beyond);
  std::memcpy(memory - sizeof whole, &whole, sizeof whole);
  return memory;
}

void raw_deallocate(void* memory, std::size_t alignment) noexcept {
  void* whole = memory;
  if (is_over_aligned(alignment)) std::memcpy(&whole, static_cast<std::byte*>(memory) - sizeof whole, sizeof whole);
  model::deallocate(whole);
}

#else

void* raw_allocate(std::size_t size, std::size_t alignment) {
  return ::operator new (size, std::align_val_t{alignment});
}

void raw_deallocate(void* memory, std::size_t alignment) noexcept {
  ::operator delete (memory, std::align_val_t{alignment});
}

#endif

}  // namespace

#if defined(WYN_CHECKED) || defined(WYN_WORLD_MODEL) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)

namespace {

constinit fault no_memory;
constinit std::atomic<std::uint64_t> allocation_count{0};
constinit std::atomic<std::uint64_t> bytes_held{0};

}  // namespace

void* allocate(std::size_t size, std::size_t alignment) {
  if (no_memory.strikes()) throw std::bad_alloc{};
  void* const memory = raw_allocate(size, alignment);
  allocation_count.fetch_add(1, std::memory_order_relaxed);
  bytes_held.fetch_add(size, std::memory_order_relaxed);
  return memory;
}

void deallocate(void* memory, std::size_t size, std::size_t alignment) noexcept {
  raw_deallocate(memory, alignment);
  bytes_held.fetch_sub(size, std::memory_order_relaxed);
}

memory_account memory_in_use() noexcept {
  return {allocation_count.load(std::memory_order_relaxed), bytes_held.load(std::memory_order_relaxed)};
}

void fail_allocation_after(std::uint64_t successes) noexcept {
  no_memory.after(successes);
}

bool never_fail_allocation() noexcept {
  return no_memory.never();
}

#else

void* allocate(std::size_t size, std::size_t alignment) {
  return raw_allocate(size, alignment);
}

void deallocate(void* memory, std::size_t, std::size_t alignment) noexcept {
  raw_deallocate(memory, alignment);
}

#endif

}  // namespace wyn::sync
