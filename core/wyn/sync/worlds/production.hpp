// Production: every operation folds to the plain std::atomic call.
//
// The visitor is told of each site before its operation. Here it does nothing; the counted and the perturbed world
// differ from production in nothing but their visitor.
#pragma once

#include <atomic>

#include "wyn/sync/futex.hpp"
#include "wyn/sync/membarrier.hpp"
#include "wyn/sync/ordering.hpp"

namespace wyn::sync {

constexpr std::memory_order to_std(order o) {
  constexpr std::memory_order orders[] = {std::memory_order_relaxed, std::memory_order_acquire,
                                          std::memory_order_release, std::memory_order_acq_rel,
                                          std::memory_order_seq_cst};
  return orders[static_cast<std::size_t>(o)];
}
static_assert(to_std(order::relaxed) == std::memory_order_relaxed &&
              to_std(order::acquire) == std::memory_order_acquire &&
              to_std(order::release) == std::memory_order_release &&
              to_std(order::acq_rel) == std::memory_order_acq_rel &&
              to_std(order::seq_cst) == std::memory_order_seq_cst);

template <typename T, typename Visitor>
class visited_cell {
 public:
  visited_cell() noexcept = default;
  explicit constexpr visited_cell(T initial) noexcept : value_(initial) {}

  template <typename Order>
  T load(Order) const noexcept {
    Visitor::template load<Order>();
    return value_.load(to_std(Order::value));
  }

  template <typename Order>
  void store(T value, Order) noexcept {
    Visitor::template store<Order>();
    value_.store(value, to_std(Order::value));
  }

  template <typename Order>
  T exchange(T value, Order) noexcept {
    Visitor::template rmw<Order>();
    return value_.exchange(value, to_std(Order::value));
  }

  template <typename Order>
  T fetch_add(T value, Order) noexcept {
    Visitor::template rmw<Order>();
    return value_.fetch_add(value, to_std(Order::value));
  }

  template <typename Success, typename Failure>
  bool compare_exchange_strong(T& expected, T desired, Success, Failure) noexcept {
    Visitor::template cas<Success>();
    const bool won = value_.compare_exchange_strong(expected, desired, to_std(Success::value), to_std(Failure::value));
    if (!won) Visitor::template cas_failure<Failure>();
    return won;
  }

  template <typename Success, typename Failure>
  bool compare_exchange_weak(T& expected, T desired, Success, Failure) noexcept {
    Visitor::template cas<Success>();
    const bool won = value_.compare_exchange_weak(expected, desired, to_std(Success::value), to_std(Failure::value));
    if (!won) Visitor::template cas_failure<Failure>();
    return won;
  }

  template <typename Order>
  void wait(T expected, Order) const noexcept {
    Visitor::template wait<Order>();
    futex_wait(&value_, expected);
  }

  template <typename Order>
  bool wait_until(T expected, time_point deadline, Order) const noexcept {
    Visitor::template wait<Order>();
    return futex_wait_until(&value_, expected, deadline);
  }

  template <typename Order>
  void wake_one(Order) noexcept {
    Visitor::template wake<Order>();
    futex_wake_one(&value_);
  }

 private:
  std::atomic<T> value_;
};

template <typename Visitor, typename Order>
void visited_fence(Order) noexcept {
  Visitor::template fence<Order>();
  std::atomic_thread_fence(to_std(Order::value));
}

template <typename Visitor, typename Order>
void visited_light_fence(Order) noexcept {
  Visitor::template light_fence<Order>();
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

template <typename Visitor, typename Order>
void visited_heavy_fence(Order) noexcept {
  Visitor::template heavy_fence<Order>();
  membarrier();
}

}  // namespace wyn::sync

#if !defined(WYN_WORLD_PERTURBED) && !defined(WYN_WORLD_COUNTED)
namespace wyn::sync {

struct unvisited {
  template <typename>
  static constexpr void load() noexcept {}
  template <typename>
  static constexpr void store() noexcept {}
  template <typename>
  static constexpr void rmw() noexcept {}
  template <typename>
  static constexpr void cas() noexcept {}
  template <typename>
  static constexpr void cas_failure() noexcept {}
  template <typename>
  static constexpr void fence() noexcept {}
  template <typename>
  static constexpr void light_fence() noexcept {}
  template <typename>
  static constexpr void heavy_fence() noexcept {}
  template <typename>
  static constexpr void wait() noexcept {}
  template <typename>
  static constexpr void wake() noexcept {}
};

template <typename T>
using cell = visited_cell<T, unvisited>;

template <typename Order>
void world_fence(Order order) noexcept {
  visited_fence<unvisited>(order);
}
template <typename Order>
void world_light_fence(Order order) noexcept {
  visited_light_fence<unvisited>(order);
}
template <typename Order>
void world_heavy_fence(Order order) noexcept {
  visited_heavy_fence<unvisited>(order);
}

}  // namespace wyn::sync
#endif
