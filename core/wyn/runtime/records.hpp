// records: the memory of tasks and of closures too large for them, in size classes, from the calling thread's own pools.
//
// A thread adopts a pool of a size class when it first needs one, and hands it back when it ends. A record that another
// thread's pool gave goes home through the thread's outbox.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>

#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/lockfree/task_outbox.hpp"
#include "wyn/lockfree/task_pool.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/per_thread.hpp"

namespace wyn::runtime {

/// The calling thread's pools. One thread's; made at its first spawn, ended with the thread. Under the model the program
/// makes them, with depots of its own.
class thread_records {
 public:
  static constexpr std::size_t classes = pool_depots::classes;

  /// Adopts its pools from `depots`, and hands them back there.
  explicit thread_records(pool_depots& depots) noexcept : depots_(depots) {}
  thread_records(const thread_records&) = delete;
  thread_records& operator=(const thread_records&) = delete;
  ~thread_records();

  /// The calling thread's. Throws std::bad_alloc when there is none yet and none can be made.
  [[nodiscard]] static thread_records& mine() {
    thread_records* const known = sync::per_thread<thread_records, thread_records*>();
    return known != nullptr ? *known : make_mine();
  }

  /// Makes the calling thread's, so that what it releases goes home in batches; without memory it does without.
  static void make_if_possible() noexcept;

  /// nullptr if the calling thread has none, and so nothing to flush.
  [[nodiscard]] static thread_records* mine_if_any() noexcept {
    return sync::per_thread<thread_records, thread_records*>();
  }

  /// Throws std::bad_alloc: the pool cannot grow.
  [[nodiscard]] void* allocate(std::size_t size_class) {
    task_pool* const pool = kept_[size_class].pool;
    return pool != nullptr ? pool->allocate() : adopt(size_class).allocate();
  }

  void release(void* record, std::size_t size_class) noexcept {
    kept& own = kept_[size_class];
    if (&task_pool::home_of(record) == own.pool) return own.pool->release(record);
    own.outbox.put(record);
  }

  /// Sends home what other threads' pools gave. Lock-free.
  void flush() noexcept {
    for (kept& own : kept_) own.outbox.flush();
  }

 private:
  struct kept {
    task_pool* pool = nullptr;
    task_outbox outbox{};
  };

  static thread_records& make_mine();
  task_pool& adopt(std::size_t size_class);

  pool_depots& depots_;
  std::array<kept, classes> kept_{};
};

/// The smallest size class for so many bytes; thread_records::classes if there is none.
constexpr std::size_t size_class_of(std::size_t size) noexcept {
  std::size_t chosen = 0;
  while (chosen < thread_records::classes && sync::record_classes[chosen].record_size < size) ++chosen;
  return chosen;
}

/// Memory for `size` bytes, aligned to 64. Any thread; wait-free but for a growth step of the thread's pool.
/// Throws std::bad_alloc.
[[nodiscard]] inline void* allocate_record(std::size_t size) {
  const std::size_t size_class = size_class_of(size);
  if (size_class == thread_records::classes) return sync::allocate(size, 64);
  return thread_records::mine().allocate(size_class);
}

/// Gives back what allocate_record(size) returned. Any thread; in batches if it has pools. Lock-free.
inline void release_record(void* record, std::size_t size) noexcept {
  const std::size_t size_class = size_class_of(size);
  if (size_class == thread_records::classes) return sync::deallocate(record, size, 64);
  if (thread_records* const mine = thread_records::mine_if_any()) return mine->release(record, size_class);
  task_pool::home_of(record).return_record(record);
}

/// The same for any alignment.
struct aligned_record {
  /// Throws std::bad_alloc.
  [[nodiscard]] static void* allocate(std::size_t size, std::size_t alignment) {
    return alignment <= free_record::least_size ? allocate_record(size) : sync::allocate(size, alignment);
  }
  static void deallocate(void* record, std::size_t size, std::size_t alignment) noexcept {
    if (alignment <= free_record::least_size) return release_record(record, size);
    sync::deallocate(record, size, alignment);
  }
};

}  // namespace wyn::runtime
