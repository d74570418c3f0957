// Counted: production plus an execution count per site, so that stress can show which sites it exercised.
#pragma once

#include "wyn/sync/worlds/production.hpp"
#include "wyn/sync/worlds/visited.hpp"

namespace wyn::sync {

inline void count_visit(site_record& record) noexcept {
  record.visits.fetch_add(1, std::memory_order_relaxed);
}

template <typename T>
using cell = visited_cell<T, site_visitor<count_visit>>;

template <typename Order>
void world_fence(Order order) noexcept {
  visited_fence<site_visitor<count_visit>>(order);
}
template <typename Order>
void world_light_fence(Order order) noexcept {
  visited_light_fence<site_visitor<count_visit>>(order);
}
template <typename Order>
void world_heavy_fence(Order order) noexcept {
  visited_heavy_fence<site_visitor<count_visit>>(order);
}

}  // namespace wyn::sync
