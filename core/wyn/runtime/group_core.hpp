// group_core: what a task_group is to the workers.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>

#include "wyn/lockfree/completion.hpp"
#include "wyn/lockfree/first_exception.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/runtime/worker.hpp"

namespace wyn::runtime {

class crew;

/// Whether a search may pay. Any thread raises it; who searches takes it back before. Wait-free.
class expectation {
 public:
  void raise() noexcept {
    if (level_.get() != raised) level_.set(raised);
  }
  /// Whether it has ever been raised: seen behind a fence that comes after a fence of who raised it.
  [[nodiscard]] bool ever() const noexcept { return level_.get() != never; }
  /// Whether it has been raised since the last time. One thread.
  [[nodiscard]] bool take() noexcept {
    if (level_.get() != raised) return false;
    level_.set(taken_back);
    return true;
  }

 private:
  static constexpr std::uint32_t never = 0;
  static constexpr std::uint32_t taken_back = 1;
  static constexpr std::uint32_t raised = 2;
  hint<std::uint32_t> level_;
};

/// Lives in the task_group, and ends when the wait is over: a worker touches nothing of it after its last count.
class group_core {
 public:
  /// `owner`: the worker whose thread makes the group; nullptr: a thread that is no worker, with the parker `waiter`.
  /// `stop`: once it is stopped, tasks that have not begun do not run.
  group_core(crew& runs_it, worker* owner, parker& waiter, std::stop_token stop = {}) noexcept
      : crew_(runs_it),
        owner_(owner),
        family_(reinterpret_cast<std::uintptr_t>(this)),
        stop_(std::move(stop)),
        made_at_(owner != nullptr ? owner->queue().get_owner().next_index() : 0),
        children_(waiter) {}
  ~group_core() { WYN_EXPECTS(waits_.get() == nullptr, "a group ends that somebody is shown to wait for"); }
  group_core(const group_core&) = delete;
  group_core& operator=(const group_core&) = delete;

  [[nodiscard]] crew& runs_in() noexcept { return crew_; }
  [[nodiscard]] worker* owner() const noexcept { return owner_; }
  /// Where the owner's queue ended then.
  [[nodiscard]] std::uint32_t made_at() const noexcept { return made_at_; }
  [[nodiscard]] bool is_stopped() const noexcept { return stop_.stop_requested(); }
  /// What its tasks are known by.
  [[nodiscard]] std::span<const family_id> family() const noexcept { return {&family_, 1}; }
  /// Where its tasks and what these forked may lie beside its owner's queue, so that the owner does not search in vain. Raised
  /// before a task gets there. One that is on its way may be missed, but not by ever() in the last look before a sleep: that
  /// comes behind a fence, and so does the notify of whoever publishes the task.
  [[nodiscard]] expectation& in_inbox() noexcept { return in_inbox_; }
  [[nodiscard]] expectation& with_others() noexcept { return with_others_; }
  /// A child more, from a thread that is not the owner's: it may stay in that thread's queue.
  void add_from_elsewhere() noexcept {
    with_others_.raise();
    children_.add_shared();
  }
  /// The strand that waits for it. Who holds a task of the group that has not run knows that it stays.
  [[nodiscard]] on_show<strand>& waits() noexcept { return waits_; }
  [[nodiscard]] completion& children() noexcept { return children_; }
  [[nodiscard]] first_exception& exceptions() noexcept { return exceptions_; }
  [[nodiscard]] hint<bool>& cancelled() noexcept { return cancelled_; }

 private:
  crew& crew_;
  worker* const owner_;
  const family_id family_;
  const std::stop_token stop_;
  const std::uint32_t made_at_;
  completion children_;
  first_exception exceptions_;
  on_show<strand> waits_;
  expectation in_inbox_;
  expectation with_others_;  // in their queues
  hint<bool> cancelled_;     // set before the cancelled child is counted off
};

}  // namespace wyn::runtime
