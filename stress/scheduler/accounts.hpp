// accounts: which tasks ran, by their numbers. A counter would hide a task that ran twice beside one that was lost.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "wyn/sync/atomic.hpp"

namespace wyn::stress {

/// One mark per task. Relaxed: whoever checks has waited for the tasks.
class accounts {
 public:
  explicit accounts(std::size_t tasks) : tasks_(tasks), runs_(std::make_unique<mark[]>(tasks)) {}

  void ran(std::size_t id) noexcept {
    // Relaxed: as above.
    runs_[id].times.fetch_add(1, sync::relaxed<"stress.accounts.ran">);
  }

  [[nodiscard]] std::size_t size() const noexcept { return tasks_; }

  [[nodiscard]] unsigned times(std::size_t id) const noexcept {
    // Relaxed: as above.
    return runs_[id].times.load(sync::relaxed<"stress.accounts.times">);
  }

  /// Each ran exactly once.
  void expect_all_once() const {
    std::size_t wrong = 0;
    for (std::size_t id = 0; id < tasks_ && wrong < 8; ++id) {
      const unsigned n = times(id);
      if (n == 1) continue;
      ++wrong;
      ADD_FAILURE() << "task " << id << (n == 0 ? " was lost" : " ran " + std::to_string(n) + " times");
    }
  }

  /// How many never ran; none ran twice.
  [[nodiscard]] std::size_t count_unrun() const {
    std::size_t unrun = 0;
    for (std::size_t id = 0; id < tasks_; ++id) {
      unrun += times(id) == 0 ? 1 : 0;
      EXPECT_LE(times(id), 1U) << "task " << id;
    }
    return unrun;
  }

 private:
  struct mark {
    sync::atomic<std::uint8_t> times{0};
  };
  const std::size_t tasks_;
  std::unique_ptr<mark[]> runs_;
};

}  // namespace wyn::stress
