// hand_written: the split deque's take, steal and size_hint as a programmer would write them on std::atomic alone: no
// seam, no names, no contracts. The yardstick that wyn's machine code is compared with.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace hand_written {

enum class outcome { got, empty, lost };

struct stolen {
  outcome what;
  std::uint32_t count;
};

// The word: {split:32 high, top:32 low}.
constexpr std::uint64_t word_of(std::uint32_t split, std::uint32_t top) noexcept {
  return std::uint64_t{split} << 32 | top;
}
constexpr std::uint32_t top_of(std::uint64_t word) noexcept {
  return static_cast<std::uint32_t>(word);
}
constexpr std::uint32_t split_of(std::uint64_t word) noexcept {
  return static_cast<std::uint32_t>(word >> 32);
}
constexpr std::uint32_t public_part(std::uint64_t word) noexcept {
  return split_of(word) - top_of(word);
}
constexpr std::uint32_t distance(std::uint32_t from, std::uint32_t head) noexcept {
  return static_cast<std::int32_t>(head - from) > 0 ? head - from : 0;
}

template <typename T, std::uint32_t Capacity>
class split_deque {
 public:
  std::uint32_t size_hint() const noexcept {
    const std::uint32_t top = top_of(word_.load(std::memory_order_relaxed));
    return distance(top, head_.load(std::memory_order_relaxed));
  }

  [[gnu::always_inline]] inline T take() noexcept {
    const std::uint32_t head = read(head_, std::memory_order_relaxed);
    if (reserve(head)) [[likely]]
      return slot(head - 1);
    return take_public(head);
  }

  stolen steal(T* out, std::uint32_t at_most) noexcept {
    std::uint64_t word = word_.load(std::memory_order_acquire);
    const std::uint32_t count = std::min(at_most, (public_part(word) + 1) / 2);
    if (count == 0) {
      if (want_.load(std::memory_order_relaxed) == want::none) want_.store(want::hoped, std::memory_order_relaxed);
      return {outcome::empty, 0};
    }
    const std::uint32_t top = top_of(word);
    const std::uint64_t claimed = word_of(split_of(word), top + count);
    if (!word_.compare_exchange_strong(word, claimed, std::memory_order_acquire, std::memory_order_relaxed)) {
      return {outcome::lost, 0};
    }
    for (std::uint32_t i = 0; i != count; ++i) out[i] = slot(top + i);
    drained_.fetch_add(count, std::memory_order_release);
    return {outcome::got, count};
  }

 private:
  enum class exposure : std::uint32_t { open, held, missed };
  enum class want : std::uint32_t { none, hoped, relied_on };

  class exposure_held {
   public:
    explicit exposure_held(split_deque& queue) noexcept : queue_(queue) { hold(); }
    ~exposure_held() {
      in_order();
      while (queue_.exposure_.exchange(exposure::open, std::memory_order_relaxed) == exposure::missed) {
        hold();
        queue_.publish(queue_.private_size());
        in_order();
      }
    }
    exposure_held(const exposure_held&) = delete;
    exposure_held& operator=(const exposure_held&) = delete;

   private:
    void hold() noexcept {
      queue_.exposure_.store(exposure::held, std::memory_order_relaxed);
      in_order();
    }
    split_deque& queue_;
  };

  // g++ inlines a load late if its order is a parameter, as the seam's is, and orders the operands of the comparison in
  // reserve by that.
  static std::uint32_t read(const std::atomic<std::uint32_t>& from, std::memory_order order) noexcept {
    return from.load(order);
  }

  T& slot(std::uint32_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  [[gnu::always_inline]] static inline void in_order() noexcept { std::atomic_signal_fence(std::memory_order_seq_cst); }

  [[gnu::always_inline]] inline bool reserve(std::uint32_t head) noexcept {
    head_.store(head - 1, std::memory_order_relaxed);
    in_order();
    return split_.load(std::memory_order_relaxed) != head;
  }

  [[gnu::noinline, gnu::cold]] T take_public(std::uint32_t head) noexcept {
    do {
      head_.store(head, std::memory_order_relaxed);
      if (reclaim_half() == 0) return T{};
    } while (!reserve(head));
    return slot(head - 1);
  }

  std::uint32_t reclaim_half() noexcept {
    if (public_part(word_.load(std::memory_order_relaxed)) == 0) return 0;
    const exposure_held held(*this);
    return reclaim([](std::uint32_t all) { return (all + 1) / 2; });
  }

  template <typename Share>
  std::uint32_t reclaim(Share share) noexcept {
    std::uint64_t word = word_.load(std::memory_order_relaxed);
    std::uint32_t count = 0;
    do {
      count = share(public_part(word));
      if (count == 0) return 0;
    } while (!word_.compare_exchange_weak(word, word - (std::uint64_t{count} << 32), std::memory_order_relaxed));
    split_.store(split_of(word) - count, std::memory_order_relaxed);
    return count;
  }

  std::uint32_t private_size() const noexcept {
    const std::uint32_t split = split_.load(std::memory_order_relaxed);
    return distance(split, head_.load(std::memory_order_relaxed));
  }

  void publish(std::uint32_t count) noexcept {
    if (count == 0) return;
    const std::uint64_t before = word_.fetch_add(std::uint64_t{count} << 32, std::memory_order_release);
    split_.store(split_of(before) + count, std::memory_order_relaxed);
  }

  static constexpr std::size_t cache_line = 64;

  alignas(cache_line) std::atomic<std::uint32_t> head_{0};
  std::atomic<std::uint32_t> split_{0};
  std::uint32_t limit_{Capacity};  // what a push must not reach; it has its place among the owner's fields
  std::atomic<exposure> exposure_{exposure::open};
  alignas(cache_line) std::atomic<want> want_{want::none};
  alignas(cache_line) std::atomic<std::uint64_t> word_{0};
  alignas(cache_line) std::atomic<std::uint32_t> drained_{0};
  alignas(cache_line) std::array<T, Capacity> slots_{};
};

}  // namespace hand_written
