// inbox: a scheduler's injector of tasks and bundles of them. Beside the address a value carries sixteen bits of what the
// tasks belong to, so that a waiter searches without looking into tasks that are not its own, and one that says bundle.
#pragma once

#include <cstdint>

#include "wyn/lockfree/injector.hpp"
#include "wyn/runtime/bundle.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn::runtime {

/// A task's or a bundle's address and its mark.
using marked_task = std::uint64_t;

constexpr std::uint64_t mark_shift = 48;
constexpr std::uint64_t address_bits = (std::uint64_t{1} << mark_shift) - 1;
constexpr std::uint64_t bundle_bit = 1;

/// Sixteen bits of a family or of a fork's address: the same for the same.
constexpr std::uint64_t mark_of(std::uint64_t searched) noexcept {
  return (searched * 0x9e3779b97f4a7c15U) >> mark_shift;
}

/// What a tag in the pointer's upper bits would break: of ARM's MTE, or of HWASan.
inline std::uint64_t untagged(const void* added) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(added);
  WYN_EXPECTS(address >> mark_shift == 0, "an address has more than 48 bits, or a tag: %p", added);
  return address;
}

/// A fork is searched by its own address, any other task by its family.
inline marked_task marked(const task& added) noexcept {
  const std::uint64_t address = untagged(&added);
  return address | mark_of(added.is_fork() ? address : added.family()) << mark_shift;
}

inline marked_task marked(const bundle& added) noexcept {
  return untagged(&added) | bundle_bit | mark_of(added.tasks().front()->family()) << mark_shift;
}

constexpr bool is_bundle(marked_task value) noexcept {
  return (value & bundle_bit) != 0;
}

inline bundle& bundle_of(marked_task value) noexcept {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address came in
  return *reinterpret_cast<bundle*>(value & address_bits & ~bundle_bit);
}

/// The task, or the first one of the bundle.
inline task& foremost(marked_task value) noexcept {
  if (is_bundle(value)) return *bundle_of(value).tasks().front();
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address came in
  return *reinterpret_cast<task*>(value & address_bits);
}

using inbox = injector<marked_task, sync::injector_segment>;

}  // namespace wyn::runtime
