// inbox: a scheduler's injector of tasks. Beside the task's address a value carries sixteen bits of what the task belongs
// to, so that a waiter searches without looking into tasks that are not its own.
#pragma once

#include <cstdint>

#include "wyn/lockfree/injector.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn::runtime {

/// A task's address and its mark.
using marked_task = std::uint64_t;

constexpr std::uint64_t mark_shift = 48;

/// Sixteen bits of a family or of a fork's address: the same for the same.
constexpr std::uint64_t mark_of(std::uint64_t searched) noexcept {
  return (searched * 0x9e3779b97f4a7c15U) >> mark_shift;
}

/// A fork is searched by its own address, any other task by its family.
inline marked_task marked(task& added) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(&added);
  return address | mark_of(added.is_fork() ? address : added.family()) << mark_shift;
}

inline task& unmarked(marked_task value) noexcept {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address came in
  return *reinterpret_cast<task*>(value & ((std::uint64_t{1} << mark_shift) - 1));
}

using inbox = injector<marked_task, sync::injector_segment>;

}  // namespace wyn::runtime
