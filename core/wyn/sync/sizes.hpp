// Sizes that are small under the model, so that its few steps reach every boundary.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)
inline constexpr std::uint32_t queue_capacity = 2;    // elements of a worker's queue
inline constexpr std::uint32_t injector_segment = 2;  // elements of an injector's segment
inline constexpr std::uint32_t grab_at_most = 2;      // tasks that a worker takes from the injector at once
inline constexpr unsigned search_rounds = 1;          // of a worker that finds nothing, before it sleeps
inline constexpr std::uint32_t injector_tick = 3;     // tasks between two looks at the injector
#else
inline constexpr std::uint32_t queue_capacity = 4096;
inline constexpr std::uint32_t injector_segment = 61;
inline constexpr std::uint32_t grab_at_most = 32;
inline constexpr unsigned search_rounds = 64;
inline constexpr std::uint32_t injector_tick = 61;
#endif

}  // namespace wyn::sync
