// Perturbed: production plus seeded random pauses at sites, so that stress reaches the rare interleavings.
#pragma once

#include "wyn/sync/worlds/production.hpp"
#include "wyn/sync/worlds/visited.hpp"

namespace wyn::sync {

// Pauses the calling thread now and then: mostly not at all, sometimes a few hundred cycles, rarely a time slice.
// The sequence of a thread follows from its number and the seed. Defined in perturbed.cpp.
void pause_at(site_record& record) noexcept;

/// Seeds the pauses of threads that reach their first site after the call. Call it before starting threads.
void seed_pauses(std::uint64_t seed) noexcept;

/// How often the threads of the process have paused. Any thread; exact when no other thread acts.
[[nodiscard]] std::uint64_t pauses_made() noexcept;

template <typename T>
using cell = visited_cell<T, site_visitor<pause_at>>;

template <typename Order>
void world_fence(Order order) noexcept {
  visited_fence<site_visitor<pause_at>>(order);
}
template <typename Order>
void world_light_fence(Order order) noexcept {
  visited_light_fence<site_visitor<pause_at>>(order);
}
template <typename Order>
void world_heavy_fence(Order order) noexcept {
  visited_heavy_fence<site_visitor<pause_at>>(order);
}

}  // namespace wyn::sync
