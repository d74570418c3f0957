// group_core: what a task_group is to the workers.
#pragma once

#include "wyn/lockfree/completion.hpp"
#include "wyn/lockfree/first_exception.hpp"
#include "wyn/lockfree/notice.hpp"

namespace wyn::runtime {

class crew;
class worker;

/// Lives in the task_group, and ends when the wait is over: a worker touches nothing of it after its last count.
class group_core {
 public:
  /// `owner`: the worker whose thread makes the group; nullptr: a thread that is no worker, with the parker `waiter`.
  group_core(crew& runs_it, worker* owner, parker& waiter) noexcept
      : crew_(runs_it), owner_(owner), children_(waiter) {}

  [[nodiscard]] crew& runs_in() noexcept { return crew_; }
  [[nodiscard]] worker* owner() const noexcept { return owner_; }
  [[nodiscard]] completion& children() noexcept { return children_; }
  [[nodiscard]] first_exception& exceptions() noexcept { return exceptions_; }
  [[nodiscard]] hint<bool>& cancelled() noexcept { return cancelled_; }

 private:
  crew& crew_;
  worker* const owner_;
  completion children_;
  first_exception exceptions_;
  hint<bool> cancelled_;  // set before the cancelled child is counted off
};

}  // namespace wyn::runtime
