// Sizes that are small under the model, so that its few steps reach every boundary.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// A class of records for tasks: bytes of a record, and records by which a pool of them grows.
struct record_class {
  std::size_t record_size;
  std::size_t slab_records;
};

#if defined(WYN_WORLD_MODEL)
inline constexpr std::uint32_t queue_capacity = 2;    // elements of a worker's queue
inline constexpr std::uint32_t injector_segment = 2;  // elements of an injector's segment
inline constexpr std::uint32_t grab_at_most = 2;      // tasks that a worker takes from the injector at once
inline constexpr std::uint32_t spill_at_once = 2;     // tasks that a full queue gives to the injector at once
inline constexpr unsigned search_rounds = 1;          // of a worker that finds nothing, before it sleeps
inline constexpr unsigned wait_patience = 1;          // times as many rounds of one that waits for a task
inline constexpr bool thieves_rest = false;           // from short tasks: there a thief may stand still anywhere
inline constexpr std::uint32_t inbox_tick = 3;        // tasks of a worker between two looks into the inbox
inline constexpr std::uint32_t oldest_tick = 6;       // and at the oldest of its own
inline constexpr std::uint32_t wait_tick = 3;         // tasks of a wait between two looks at what has waited longest
inline constexpr std::size_t record_block = 1024;     // bytes of a slab that share a header
inline constexpr record_class record_classes[] = {{64, 2}, {128, 1}};
#else
inline constexpr std::uint32_t queue_capacity = 4096;
inline constexpr std::uint32_t injector_segment = 61;
inline constexpr std::uint32_t grab_at_most = 32;
inline constexpr std::uint32_t spill_at_once = 61;
inline constexpr unsigned search_rounds = 64;
inline constexpr unsigned wait_patience = 2;
inline constexpr bool thieves_rest = true;
inline constexpr std::uint32_t inbox_tick = 8;
inline constexpr std::uint32_t oldest_tick = 128;
inline constexpr std::uint32_t wait_tick = 61;
inline constexpr std::size_t record_block = std::size_t{64} * 1024;
inline constexpr record_class record_classes[] = {{64, 8192}, {128, 2048}, {256, 1024}, {512, 256}, {1024, 128}};
#endif

}  // namespace wyn::sync
