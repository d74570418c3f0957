// Contracts: what a caller must hold to. Checked builds test them and stop the program with the values they saw;
// unchecked builds contain no trace of them.
#pragma once

#include <atomic>
#include <cstdint>

#include "wyn/sync/source_location.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// Prints "wyn: contract violated: " and the formatted message with its location, then aborts; under the model the
/// execution fails instead. Formats as printf does.
[[noreturn, gnu::format(printf, 2, 3)]] void contract_violation(source_location location, const char* format,
                                                                ...) noexcept;

#if defined(WYN_CHECKED)

/// Which thread owns an object: the first that uses it, until it hands the object over.
class ownership {
 public:
  void expect(const char* operation, source_location location = source_location::current()) noexcept {
    const unsigned caller = this_thread_number();
    unsigned owner = owner_.load(std::memory_order_relaxed);
    if (owner == caller) return;
    if (owner == nobody && owner_.compare_exchange_strong(owner, caller, std::memory_order_relaxed)) return;
    if (owner != caller) {
      contract_violation(location, "%s called by thread %u, but the owner is thread %u", operation, caller, owner);
    }
  }

  void hand_over() noexcept { owner_.store(nobody, std::memory_order_relaxed); }

 private:
  static constexpr unsigned nobody = ~0U;
  std::atomic<unsigned> owner_{nobody};
};

/// How many threads are inside an object's operations. Relaxed, so that it orders nothing it watches.
class presence {
 public:
  class guard {
   public:
    explicit guard(presence& watched) noexcept : watched_(watched) {
      watched_.count_.fetch_add(1, std::memory_order_relaxed);
    }
    ~guard() { watched_.count_.fetch_sub(1, std::memory_order_relaxed); }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

   private:
    presence& watched_;
  };

  [[nodiscard]] int count() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int> count_{0};
};

/// A mark in memory that is free, so that giving it back twice is noticed. It lies in the memory's first 8 bytes; an
/// object that lives there while the memory is free has a free_mark as its first member, which reserves them. The
/// functions are compiled apart: a compiler may drop a store to memory that no object lives in.
class free_mark {
 public:
  static void put(void* memory) noexcept;
  static void clear(void* memory) noexcept;
  [[nodiscard]] static bool is_in(const void* memory) noexcept;

 private:
  [[maybe_unused]] std::uint64_t place_ = 0;
};

#define WYN_EXPECTS(condition, ...)   \
  ((condition) ? static_cast<void>(0) \
               : ::wyn::sync::contract_violation(::wyn::sync::source_location::current(), __VA_ARGS__))

#else

class ownership {
 public:
  constexpr void expect(const char*) const noexcept {}
  constexpr void hand_over() const noexcept {}
};

class presence {
 public:
  struct guard {
    explicit constexpr guard(presence&) noexcept {}
  };
  [[nodiscard]] constexpr int count() const noexcept { return 0; }
};

class free_mark {
 public:
  static constexpr void put(void*) noexcept {}
  static constexpr void clear(void*) noexcept {}
  [[nodiscard]] static constexpr bool is_in(const void*) noexcept { return false; }
};

#define WYN_EXPECTS(condition, ...) static_cast<void>(0)

#endif

}  // namespace wyn::sync
