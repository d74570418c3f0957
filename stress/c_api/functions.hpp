// functions: what tests of the C interface have called by it.
#pragma once

#include <atomic>
#include <cstddef>

#include "stress/scheduler/accounts.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::stress {

inline void* itself(void* given) {
  return given;
}

/// Accounts of tasks that nobody can wait for.
struct unawaited_accounts {
  explicit unawaited_accounts(std::size_t tasks) : book(tasks) {}

  /// Until so many tasks have done the last thing that they do here.
  void wait_for(std::size_t tasks) const {
    while (ended.load(std::memory_order_acquire) < tasks) sync::yield_this_thread();
  }

  accounts book;
  std::atomic<std::size_t> ended{0};
};

/// A task that is written into a book.
struct entry {
  unawaited_accounts* of;
  std::size_t id;
};
inline void enter(void* given) {
  const auto& own = *static_cast<entry*>(given);
  own.of->book.ran(own.id);
  own.of->ended.fetch_add(1, std::memory_order_release);
}

}  // namespace wyn::stress
