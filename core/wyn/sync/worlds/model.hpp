// Model: every operation is a step of the model checker.
//
// Only the declarations are here; the engine under models/ defines them on top of Relacy. So no header of wyn sees
// Relacy's macros, and a change to a structure recompiles its models only.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "wyn/sync/clock.hpp"
#include "wyn/sync/ordering.hpp"
#include "wyn/sync/site.hpp"

namespace wyn::sync {

class slot_ghost;

namespace model {

inline constexpr unsigned thread_limit = 4;

/// An atomic 64-bit object of the modelled memory.
class word {
 public:
  word() noexcept;
  explicit word(std::uint64_t initial) noexcept;
  ~word();
  word(const word&) = delete;
  word& operator=(const word&) = delete;

  [[nodiscard]] std::uint64_t load(site_record& at) const noexcept;
  void store(std::uint64_t value, site_record& at) noexcept;
  std::uint64_t exchange(std::uint64_t value, site_record& at) noexcept;
  // The sum is of `size` bytes, so that a narrower type wraps around where it does in production.
  std::uint64_t fetch_add(std::uint64_t value, std::size_t size, site_record& at) noexcept;
  bool compare_exchange(std::uint64_t& expected, std::uint64_t desired, site_record& at, site_record& failure_at,
                        bool may_fail_spuriously) noexcept;
  void wait(std::uint64_t expected, site_record& at) const noexcept;
  /// The time is over at any moment.
  bool wait_until(std::uint64_t expected, site_record& at) const noexcept;
  void wake_one(site_record& at) noexcept;

 private:
  alignas(8) mutable std::byte storage_[128];
};

/// A non-atomic 64-bit object whose races are reported.
class plain_word {
 public:
  plain_word() noexcept;
  explicit plain_word(std::uint64_t initial) noexcept;
  ~plain_word();
  plain_word(const plain_word&) = delete;
  plain_word& operator=(const plain_word&) = delete;

  [[nodiscard]] std::uint64_t get() const noexcept;
  void set(std::uint64_t value) noexcept;

 private:
  alignas(8) mutable std::byte storage_[48];
};

void fence(site_record& at) noexcept;
void light_fence(site_record& at) noexcept;
// A seq_cst fence of the caller, of every other modelled thread where it stands, and of the caller again.
void heavy_fence(site_record& at) noexcept;

// The other thread runs its handler before one of its next steps, or when it gives way.
void interrupt(unsigned thread) noexcept;
void set_interrupt_handler(void (*handler)(void*), void* argument) noexcept;
// The thread gives way: another one must act before it can go on.
void yield() noexcept;

// The modelled thread that runs now, and how many steps the execution has taken.
[[nodiscard]] unsigned thread_index() noexcept;
[[nodiscard]] std::int64_t steps_taken() noexcept;

// Memory whose leaks and double frees are reported.
[[nodiscard]] void* allocate(std::size_t size);
void deallocate(void* memory) noexcept;

/// Ends the execution as a failure.
[[noreturn]] void fail(const char* message) noexcept;

/// When each thread last read a slot, and which thread won it last.
struct slot_history {
  std::uint64_t read_at[thread_limit]{};
  unsigned winner = thread_limit;
};
void slot_reading(slot_ghost& slot) noexcept;
void slot_claimed(slot_ghost& slot) noexcept;
void slot_overwriting(slot_ghost& slot) noexcept;

template <typename T>
std::uint64_t to_word(T value) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}

template <typename T>
T from_word(std::uint64_t bits) noexcept {
  T value;
  std::memcpy(static_cast<void*>(&value), &bits, sizeof value);  // g++ warns of a class with private members
  return value;
}

template <typename T>
class plain_cell {
 public:
  plain_cell() noexcept = default;
  explicit plain_cell(T initial) noexcept : word_(to_word(initial)) {}
  T get() const noexcept { return from_word<T>(word_.get()); }
  void set(T value) noexcept { word_.set(to_word(value)); }

 private:
  plain_word word_;
};

}  // namespace model

template <typename T>
class cell {
 public:
  cell() noexcept = default;
  explicit cell(T initial) noexcept : word_(model::to_word(initial)) {}

  template <typename Order>
  T load(Order) const noexcept {
    return model::from_word<T>(word_.load(site<Order, operation::load>));
  }

  template <typename Order>
  void store(T value, Order) noexcept {
    word_.store(model::to_word(value), site<Order, operation::store>);
  }

  template <typename Order>
  T exchange(T value, Order) noexcept {
    return model::from_word<T>(word_.exchange(model::to_word(value), site<Order, operation::rmw>));
  }

  template <typename Order>
  T fetch_add(T value, Order) noexcept {
    return model::from_word<T>(word_.fetch_add(model::to_word(value), sizeof(T), site<Order, operation::rmw>));
  }

  template <typename Success, typename Failure>
  bool compare_exchange_strong(T& expected, T desired, Success, Failure) noexcept {
    return compare_exchange<Success, Failure>(expected, desired, false);
  }

  template <typename Success, typename Failure>
  bool compare_exchange_weak(T& expected, T desired, Success, Failure) noexcept {
    return compare_exchange<Success, Failure>(expected, desired, true);
  }

  template <typename Order>
  void wait(T expected, Order) const noexcept {
    word_.wait(model::to_word(expected), site<Order, operation::wait>);
  }

  template <typename Order>
  bool wait_until(T expected, time_point, Order) const noexcept {
    return word_.wait_until(model::to_word(expected), site<Order, operation::wait>);
  }

  template <typename Order>
  void wake_one(Order) noexcept {
    word_.wake_one(site<Order, operation::wake>);
  }

 private:
  template <typename Success, typename Failure>
  bool compare_exchange(T& expected, T desired, bool may_fail_spuriously) noexcept {
    std::uint64_t found = model::to_word(expected);
    const bool won = word_.compare_exchange(found, model::to_word(desired), site<Success, operation::cas>,
                                            site<Failure, operation::cas_failure>, may_fail_spuriously);
    expected = model::from_word<T>(found);
    return won;
  }

  model::word word_;
};

template <typename Order>
void world_fence(Order) noexcept {
  model::fence(site<Order, operation::fence>);
}
template <typename Order>
void world_light_fence(Order) noexcept {
  model::light_fence(site<Order, operation::light_fence>);
}
template <typename Order>
void world_heavy_fence(Order) noexcept {
  model::heavy_fence(site<Order, operation::heavy_fence>);
}

}  // namespace wyn::sync
