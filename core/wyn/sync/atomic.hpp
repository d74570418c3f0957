// The one atomic type of wyn. Every operation takes named orders (ordering.hpp); the world decides what else happens
// at the site: nothing (production), a pause (perturbed), a count (counted), a scheduling point (model).
#pragma once

#include <cstdint>
#include <type_traits>

#include "wyn/sync/clock.hpp"
#include "wyn/sync/membarrier.hpp"
#include "wyn/sync/ordering.hpp"
#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#elif defined(WYN_WORLD_PERTURBED)
#include "wyn/sync/worlds/perturbed.hpp"
#elif defined(WYN_WORLD_COUNTED)
#include "wyn/sync/worlds/counted.hpp"
#else
#include "wyn/sync/worlds/production.hpp"
#endif

namespace wyn::sync {

/// An atomic object of at most 8 bytes. Lock-free; each operation is wait-free on x86-64 and AArch64 with LSE.
/// Thread-safety: any thread may call any member except the destructor.
template <typename T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));
  // clang 14 calls a library, which may lock, for a type that is aligned to less than its size.
  static_assert(std::alignment_of_v<T> == sizeof(T),
                "an atomic's type is aligned to its size: give it alignas(sizeof(it))");

 public:
  /// Uninitialised: reading it before the first store is an error that the model reports.
  atomic() noexcept = default;
  explicit constexpr atomic(T initial) noexcept : cell_(initial) {}
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;

  template <load_order Order>
  [[nodiscard]] T load(Order order) const noexcept {
    return cell_.load(order);
  }

  template <store_order Order>
  void store(T value, Order order) noexcept {
    cell_.store(value, order);
  }

  template <any_order Order>
  T exchange(T value, Order order) noexcept {
    return cell_.exchange(value, order);
  }

  template <any_order Order>
  T fetch_add(T value, Order order) noexcept {
    return cell_.fetch_add(value, order);
  }

  /// Never fails spuriously. On failure `expected` holds the value found.
  template <any_order Success, load_order Failure>
  [[nodiscard]] bool compare_exchange_strong(T& expected, T desired, Success success, Failure failure) noexcept {
    return cell_.compare_exchange_strong(expected, desired, success, failure);
  }

  /// May fail spuriously: call it in a loop.
  template <any_order Success, load_order Failure>
  [[nodiscard]] bool compare_exchange_weak(T& expected, T desired, Success success, Failure failure) noexcept {
    return cell_.compare_exchange_weak(expected, desired, success, failure);
  }

  /// Sleeps while the value is `expected`, until a wake reaches the calling thread; may return early. Blocking.
  /// The comparison and the falling asleep are one step as seen by a wake: a store before the wake is not missed.
  /// The names are for the reports: the kernel orders nothing that the caller may rely on.
  template <relaxed_order Order>
  void wait(T expected, Order order) const noexcept requires(std::is_same_v<T, std::uint32_t>) {
    cell_.wait(expected, order);
  }

  /// The same until `deadline` at the latest: false if the time is over.
  template <relaxed_order Order>
  [[nodiscard]] bool wait_until(T expected, time_point deadline, Order order) const noexcept
      requires(std::is_same_v<T, std::uint32_t>) {
    return cell_.wait_until(expected, deadline, order);
  }

  /// Wakes one thread that sleeps here, if there is one. Lock-free. The object may be gone already: a wake of an
  /// address where nobody sleeps does nothing, and who sleeps there by now returns early.
  template <relaxed_order Order>
  void wake_one(Order order) noexcept requires(std::is_same_v<T, std::uint32_t>) {
    cell_.wake_one(order);
  }

 private:
  cell<T> cell_;
};

/// A fence. In every store-buffering handshake both sides carry a seq_cst fence, never one fence and one access.
template <fence_order Order>
void fence(Order order) noexcept {
  world_fence(order);
}

/// The two halves of an asymmetric fence (P1202R5). Between a light and a heavy fence there is what would be between two
/// seq_cst fences; between two light ones there is nothing. The light one costs no instruction; it also keeps what
/// the thread's own signal handler may see in the order of the program. Wait-free.
template <seq_cst_order Order>
void light_fence(Order order) noexcept {
  world_light_fence(order);
}

/// Interrupts every running thread of the process (Linux: membarrier, or a page's protection on x86): microseconds. Where
/// heavy_fence_works() is false light fences must not be relied on. Lock-free but for the kernel.
template <seq_cst_order Order>
void heavy_fence(Order order) noexcept {
  world_heavy_fence(order);
}

}  // namespace wyn::sync
