// spawned_task: a closure that waits to be run, in a record of 64 bytes. Closures larger than 40 bytes, or aligned to more
// than 8, lie in a block of their own.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "wyn/runtime/closure.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/records.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/runtime/worker.hpp"

namespace wyn::runtime {

/// A closure in a block of its own; moved by its address.
template <typename Closure>
class boxed {
 public:
  template <typename From>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): never copied or moved
  explicit boxed(From&& from) : block_(aligned_record::allocate(size_for(), alignof(Closure))) {
    try {
      ::new (block_) Closure(std::forward<From>(from));
    } catch (...) {
      release();
      throw;
    }
  }
  boxed(const boxed&) = delete;
  boxed& operator=(const boxed&) = delete;
  ~boxed() {
    closure().~Closure();
    release();
  }

  void operator()() { closure()(); }

 private:
  static constexpr std::size_t size_for() { return sizeof(Closure); }
  void release() noexcept { aligned_record::deallocate(block_, size_for(), alignof(Closure)); }
  Closure& closure() noexcept { return *std::launder(static_cast<Closure*>(block_)); }
  void* block_;
};

template <typename Closure>
class spawned_task final : public task {
 public:
  /// Makes the task in a fresh record, with the closure moved or copied from `from`.
  /// Throws std::bad_alloc with `from` as it was, and what the closure's constructor throws.
  template <typename From>
  [[nodiscard]] static spawned_task* make(From&& from, group_core* group, spawn_location where) {
    void* const record = allocate_record(size_for());
    try {
      return ::new (record) spawned_task(std::forward<From>(from), group, where);
    } catch (...) {
      release_record(record, size_for());
      throw;
    }
  }

  /// Ends a task that nobody has queued, and that was not counted anywhere.
  void drop() noexcept {
    this->~spawned_task();
    release_record(this, size_for());
  }

 private:
  using stored = std::conditional_t<is_inline_closure<Closure>, Closure, boxed<Closure>>;

  template <typename From>
  spawned_task(From&& from, group_core* group, spawn_location where)
      : task(kind, group), where_(where), closure_(std::forward<From>(from)) {}

  static constexpr std::size_t size_for() { return sizeof(spawned_task); }

  static void run_it(task& self, worker& by) noexcept {
    auto& own = static_cast<spawned_task&>(self);
    group_core* const group = own.group();
    if (group != nullptr && group->is_stopped()) [[unlikely]]
      return cancel_it(self, by);
    std::exception_ptr thrown;
    try {
      own.closure_();
    } catch (...) {
      thrown = std::current_exception();
    }
    // With the task still there: the handler of panics may fork, and its fork refers to what runs.
    if (thrown) [[unlikely]]
      by.failed(std::move(thrown), group, own.where_);
    own.drop();
    by.finished(group);
  }

  static void cancel_it(task& self, worker& by) noexcept {
    auto& own = static_cast<spawned_task&>(self);
    group_core* const group = own.group();
    own.drop();
    by.cancelled(group);
  }

  static constexpr task_kind kind{run_it, cancel_it};

  spawn_location where_;
  [[no_unique_address]] stored closure_;
};

}  // namespace wyn::runtime
