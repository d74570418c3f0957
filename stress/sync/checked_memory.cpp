// Allocation: aligned, accounted for, and failing when a test wants it to.
#include <gtest/gtest.h>

#include <cstdint>
#include <new>

#include "wyn/sync/memory.hpp"

namespace wyn::stress {
namespace {

constexpr std::size_t size = 100;

// Whether an allocation succeeds; it is given back.
bool allocates() {
  try {
    sync::deallocate(sync::allocate(size, alignof(std::uint64_t)), size, alignof(std::uint64_t));
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

TEST(sync_memory, is_aligned_as_asked) {
  for (std::size_t alignment = 1; alignment <= 4096; alignment *= 2) {
    void* const memory = sync::allocate(size, alignment);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignment, 0U) << alignment;
    sync::deallocate(memory, size, alignment);
  }
}

TEST(sync_memory, is_accounted_for_until_it_is_given_back) {
  const auto before = sync::memory_in_use();
  void* const memory = sync::allocate(size, 8);
  EXPECT_EQ(sync::memory_in_use().bytes, before.bytes + size);
  EXPECT_EQ(sync::memory_in_use().allocations, before.allocations + 1);
  sync::deallocate(memory, size, 8);
  EXPECT_EQ(sync::memory_in_use().bytes, before.bytes);
}

TEST(sync_memory, fails_after_so_many_successes_and_once) {
  for (const unsigned successes : {0U, 1U, 3U}) {
    sync::fail_allocation_after(successes);
    for (unsigned i = 0; i < successes; ++i) EXPECT_TRUE(allocates()) << i << " of " << successes;
    EXPECT_FALSE(allocates()) << "after " << successes;
    EXPECT_TRUE(allocates()) << "after the failure";
  }
}

TEST(sync_memory, a_failed_allocation_is_not_accounted_for) {
  const auto before = sync::memory_in_use();
  sync::fail_allocation_after(0);
  EXPECT_FALSE(allocates());
  EXPECT_EQ(sync::memory_in_use().bytes, before.bytes);
  EXPECT_EQ(sync::memory_in_use().allocations, before.allocations);
}

TEST(sync_memory, a_failure_can_be_taken_back) {
  sync::fail_allocation_after(0);
  sync::never_fail_allocation();
  EXPECT_TRUE(allocates());
}

}  // namespace
}  // namespace wyn::stress
