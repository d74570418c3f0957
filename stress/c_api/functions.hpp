// functions: what tests of the C interface have called by it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "stress/scheduler/accounts.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/wyn.h"

namespace wyn::stress {

inline void* itself(void* given) {
  return given;
}

/// A scheduler of so many workers; nullptr, and a failure: there is none.
inline wyn_scheduler* started(unsigned workers) {
  wyn_options options = wyn_default_options();
  options.workers = workers;
  wyn_scheduler* scheduler = nullptr;
  EXPECT_EQ(wyn_create(&options, &scheduler), WYN_OK);
  return scheduler;
}

/// How many tasks those did that could not queue them, in this process so far.
inline std::uint64_t ran_by_caller() {
  wyn_statistics statistics{};
  statistics.size = sizeof statistics;
  EXPECT_EQ(wyn_stats(nullptr, &statistics), WYN_OK);
  return statistics.ran_by_caller;
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
