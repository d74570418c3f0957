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

namespace wyn::runtime {

class crew;
class worker;

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
        children_(waiter) {}

  [[nodiscard]] crew& runs_in() noexcept { return crew_; }
  [[nodiscard]] worker* owner() const noexcept { return owner_; }
  [[nodiscard]] bool is_stopped() const noexcept { return stop_.stop_requested(); }
  /// What its tasks are known by.
  [[nodiscard]] std::span<const family_id> family() const noexcept { return {&family_, 1}; }
  [[nodiscard]] completion& children() noexcept { return children_; }
  [[nodiscard]] first_exception& exceptions() noexcept { return exceptions_; }
  [[nodiscard]] hint<bool>& cancelled() noexcept { return cancelled_; }

 private:
  crew& crew_;
  worker* const owner_;
  const family_id family_;
  const std::stop_token stop_;
  completion children_;
  first_exception exceptions_;
  hint<bool> cancelled_;  // set before the cancelled child is counted off
};

}  // namespace wyn::runtime
