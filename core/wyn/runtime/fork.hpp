// fork: the second branch of a parallel_invoke while the first one runs. It lies on the forker's stack, in the forker's
// queue; whoever takes it from there runs it. The join compares what it takes with its own fork and runs nothing else.
#pragma once

#include <cstdint>
#include <exception>
#include <type_traits>
#include <utility>

#include "wyn/lockfree/latch.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/runtime/worker.hpp"

namespace wyn::runtime {

/// What the join needs of a fork whatever its branch is.
class fork_task : public task {
 public:
  /// Set once the branch has run elsewhere.
  [[nodiscard]] join_latch& finished() noexcept { return finished_; }
  /// Where it lies in its forker's queue.
  [[nodiscard]] std::uint32_t& index() noexcept { return index_; }
  /// Which slot's worker runs the branch, plus one; 0: none yet.
  [[nodiscard]] unsigned runner() const noexcept { return runner_.get(); }

  /// What the branch ended with, if it ran elsewhere: null if it returned. After `finished` is set.
  [[nodiscard]] std::exception_ptr take_thrown() noexcept { return std::exchange(thrown_.pointer, nullptr); }

 protected:
  fork_task(const task_kind& kind, const strand& made_by) noexcept : task(kind, made_by) {}
  ~fork_task() = default;

  // The runner's part. `thrown` has one owner: it was caught here, and goes to the forker by the latch.
  void finish(std::exception_ptr&& thrown) noexcept {
    ::new (&thrown_.pointer) std::exception_ptr(std::move(thrown));
    parker& waiter = forker().on->own_parker();
    finished_.set(waiter);
  }
  void begin(worker& by) noexcept { runner_.set(by.slot() + 1); }

 private:
  join_latch finished_;
  hint<unsigned> runner_;
  std::uint32_t index_;  // written by the push
  // Constructed by the runner, so that a fork that stays at home does not pay for it.
  union possible_exception {
    possible_exception() noexcept {}  // NOLINT(modernize-use-equals-default): a defaulted one would be deleted
    ~possible_exception() {}          // NOLINT(modernize-use-equals-default): as above
    std::exception_ptr pointer;
  } thrown_;
};

template <typename Branch>
class forked final : public fork_task {
 public:
  forked(Branch& branch, const strand& made_by) noexcept : fork_task(kind, made_by), branch_(branch) {}

 private:
  static void run_elsewhere(task& self, worker& by) noexcept {
    auto& own = static_cast<forked&>(self);
    own.begin(by);
    std::exception_ptr thrown;
    try {
      own.branch_();
    } catch (...) {
      thrown = std::current_exception();
    }
    own.finish(std::move(thrown));
  }

  static constexpr task_kind kind{run_elsewhere, nullptr};

  Branch& branch_;
};

/// Runs both, the second one by whoever comes first, and returns when both have ended. If the first throws, the second
/// is not begun, or awaited if it was stolen, and the first one's exception goes on.
template <typename First, typename Second>
[[gnu::always_inline]] inline void fork_and_join(worker& self, First& first, Second& second) {
  forked<Second> child(second, self.current_strand());
  if (!self.offer(child, child.index())) [[unlikely]] {
    first();
    second();
    return;
  }
  try {
    first();
  } catch (...) {
    self.withdraw(child);
    throw;
  }
  if (self.take_back(child, child.index())) [[likely]]
    second();
  else self.join(child);
}

}  // namespace wyn::runtime
