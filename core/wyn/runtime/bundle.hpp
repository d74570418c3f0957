// bundle: up to sync::spill_at_once tasks of one group, or of none, that lie in the inbox as one element. Whoever spills a
// full queue or spawns in bulk claims once for all of them, and so does the worker that takes them. Bundles lie in the
// inbox only: one is opened into the taker's queue.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <span>

#include "wyn/runtime/records.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn::runtime {

class bundle {
 public:
  static constexpr std::size_t most = sync::spill_at_once;

  bundle(const bundle&) = delete;
  bundle& operator=(const bundle&) = delete;

  /// An empty one, in a record of the calling thread's. Throws std::bad_alloc.
  [[nodiscard]] static bundle& make() { return *::new (allocate_record(size_for())) bundle; }
  /// One for these tasks; nullptr: they are none for one bundle, or too few to be worth one, or there is no memory.
  [[nodiscard]] static bundle* make_of(std::span<task* const> tasks) noexcept {
    if (2 * tasks.size() < most || !fit_together(tasks)) return nullptr;
    try {
      bundle& made = make();
      for (task* const each : tasks) made.add(*each);
      return &made;
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }
  /// Ends it; its tasks are the caller's. Any thread.
  void release() noexcept { release_record(this, size_for()); }

  void add(task& added) noexcept {
    WYN_EXPECTS(count_ < most, "a bundle gets more than %zu tasks", most);
    tasks_[count_++] = &added;
  }

  /// In the order in which they were added.
  [[nodiscard]] std::span<task* const> tasks() const noexcept { return {tasks_.data(), count_}; }

 private:
  bundle() noexcept = default;
  static constexpr std::size_t size_for() { return sizeof(bundle); }

  // A fork is searched by itself, and a chain's tasks are few.
  static bool fit_together(std::span<task* const> tasks) noexcept {
    return std::all_of(tasks.begin(), tasks.end(), [group = tasks.front()->group()](const task* each) {
      return !each->is_fork() && !each->is_in_chain() && each->group() == group;
    });
  }

  std::size_t count_ = 0;
  std::array<task*, most> tasks_;
};

}  // namespace wyn::runtime
