// hand_written: the same deque as a programmer would write it on std::atomic alone: no seam, no names, no contracts, no
// ghosts. The yardstick that wyn's machine code and time are compared with.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>

namespace hand_written {

// Defined elsewhere, as wyn's allocation is.
[[nodiscard]] void* allocate(std::size_t size, std::size_t alignment);
void deallocate(void* memory, std::size_t size, std::size_t alignment) noexcept;

template <typename T>
struct array {
  std::uint64_t mask;
  array* previous;

  static std::size_t bytes(std::size_t capacity) {
    if (capacity > (std::numeric_limits<std::size_t>::max() - sizeof(array)) / sizeof(std::atomic<T>)) {
      throw std::bad_alloc{};
    }
    return sizeof(array) + capacity * sizeof(std::atomic<T>);
  }

  static array* make(std::size_t capacity, array* previous) {
    auto* const made = ::new (allocate(bytes(capacity), alignof(array))) array{capacity - 1, previous};
    for (std::size_t i = 0; i < capacity; ++i) ::new (made->slots() + i) std::atomic<T>(T{});
    return made;
  }

  std::atomic<T>* slots() noexcept { return std::launder(reinterpret_cast<std::atomic<T>*>(this + 1)); }
  std::atomic<T>& at(std::int64_t index) noexcept { return slots()[static_cast<std::uint64_t>(index) & mask]; }
};

enum class outcome { got, empty, lost };

template <typename T>
struct stolen {
  outcome what;
  T element{};
};

// Indices wrap around.
constexpr std::int64_t minus(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
constexpr std::int64_t plus(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

template <typename T>
class deque {
 public:
  explicit deque(std::size_t capacity) : array_(array<T>::make(capacity, nullptr)) {}
  deque(const deque&) = delete;
  deque& operator=(const deque&) = delete;

  ~deque() {
    for (array<T>* a = array_.load(std::memory_order_relaxed); a != nullptr;) {
      array<T>* const previous = a->previous;
      deallocate(a, array<T>::bytes(a->mask + 1), alignof(array<T>));
      a = previous;
    }
  }

  void push(T element) {
    const std::int64_t b = bottom_.load(std::memory_order_relaxed);
    const std::int64_t t = top_.load(std::memory_order_acquire);
    array<T>* a = array_.load(std::memory_order_relaxed);
    if (minus(b, t) >= static_cast<std::int64_t>(a->mask + 1)) a = grow(a, t, b);
    a->at(b).store(element, std::memory_order_relaxed);
    bottom_.store(plus(b, 1), std::memory_order_release);
  }

  [[nodiscard]] std::optional<T> take() noexcept {
    const std::int64_t b = plus(bottom_.load(std::memory_order_relaxed), -1);
    array<T>* const a = array_.load(std::memory_order_relaxed);
    bottom_.store(b, std::memory_order_release);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    std::int64_t t = top_.load(std::memory_order_relaxed);
    const std::int64_t below = minus(b, t);
    if (below < 0) {
      bottom_.store(plus(b, 1), std::memory_order_release);
      return std::nullopt;
    }
    const T element = a->at(b).load(std::memory_order_relaxed);
    if (below > 0) return element;
    const bool won = top_.compare_exchange_strong(t, plus(t, 1), std::memory_order_seq_cst, std::memory_order_relaxed);
    bottom_.store(plus(b, 1), std::memory_order_release);
    if (!won) return std::nullopt;
    return element;
  }

  [[nodiscard]] stolen<T> steal() noexcept {
    std::int64_t t = top_.load(std::memory_order_acquire);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const std::int64_t b = bottom_.load(std::memory_order_acquire);
    if (minus(b, t) <= 0) return {outcome::empty};
    array<T>* const a = array_.load(std::memory_order_acquire);
    const T element = a->at(t).load(std::memory_order_relaxed);
    if (!top_.compare_exchange_strong(t, plus(t, 1), std::memory_order_seq_cst, std::memory_order_relaxed)) {
      return {outcome::lost};
    }
    return {outcome::got, element};
  }

 private:
  [[gnu::noinline, gnu::cold]] array<T>* grow(array<T>* old, std::int64_t t, std::int64_t b) {
    array<T>* const larger = array<T>::make((old->mask + 1) * 2, old);
    for (std::int64_t i = t; i != b; i = plus(i, 1)) {
      const T element = old->at(i).load(std::memory_order_relaxed);
      larger->at(i).store(element, std::memory_order_relaxed);
    }
    array_.store(larger, std::memory_order_release);
    return larger;
  }

  alignas(64) std::atomic<std::int64_t> top_{0};
  alignas(64) std::atomic<std::int64_t> bottom_{0};
  std::atomic<array<T>*> array_;
};

}  // namespace hand_written
