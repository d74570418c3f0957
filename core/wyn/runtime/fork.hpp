// fork: the second branch of a parallel_invoke while the first one runs. It lies on the forker's stack, in the forker's
// queue; whoever takes it from there runs it. The join compares what it takes with its own fork and runs nothing else.
#pragma once

#include <cstdint>
#include <exception>
#include <type_traits>
#include <utility>

#include "wyn/lockfree/latch.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/closure.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/runtime/worker.hpp"
#include "wyn/sync/address.hpp"

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

inline bool worker::offer(fork_task& child) noexcept {
  const push_begun begun = queue_.get_owner().begin_push(&child, child.index());
  return begun == push_begun::pushed || finish_offer(child, begun);
}

inline bool worker::join(fork_task& child) {
  const take_begun begun = queue_.get_owner().begin_take_newest(&child, child.index());
  return begun == take_begun::taken || finish_join(child, begun);
}

// What a fork has of its branch. A small temporary without a destructor is copied into it: the forker runs the original,
// which no other thread knows, so that the compiler can keep it in registers. Anything else is referred to.
template <typename Branch>
using kept_branch = std::conditional_t<!std::is_lvalue_reference_v<Branch> && is_inline_closure<std::decay_t<Branch>> &&
                                           std::is_trivially_copyable_v<std::decay_t<Branch>>,
                                       Branch, std::remove_reference_t<Branch>&>;

template <typename Kept>
class forked final : public fork_task {
 public:
  forked(std::remove_reference_t<Kept>& branch, const strand& made_by) noexcept
      : fork_task(kind, made_by), branch_(branch) {}

  /// As long as it has not begun elsewhere.
  [[nodiscard]] Kept& branch() noexcept { return branch_; }

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

  Kept branch_;
};

/// Calls both, one after another. A cold call of its own, with small branches by value: were they inlined here too, the
/// compiler would lay out the caller for three copies of them, and a fork would take a fifth longer (`./bench fib`).
template <typename First, typename Second>
[[gnu::noinline, gnu::cold]] void call_in_turn(First first, Second second) {
  first();
  second();
}

/// Runs both, the second one by whoever comes first, and returns when both have ended. If the first throws, the second
/// is not begun, or awaited if it was stolen, and the first one's exception goes on.
template <typename First, typename Second>
[[gnu::always_inline]] inline void fork_and_join(worker& self, First&& first, Second&& second) {
  forked<kept_branch<Second>> child(second, self.current_strand());
  // From the child and not `second`, whose captures would stay in registers over the calls for it.
  if (!self.offer(child)) [[unlikely]]
    return call_in_turn<kept_branch<First>, kept_branch<Second>>(first, sync::addressed_anew(child).branch());
  try {
    first();
  } catch (...) {
    self.withdraw(sync::addressed_anew(child));
    throw;
  }
  if (self.join(sync::addressed_anew(child))) [[likely]]
    second();
}

}  // namespace wyn::runtime
