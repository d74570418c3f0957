// async_task: a closure that makes the value of a future, with the future's state in the same record. As the listener of
// another future it goes to the queue of the worker that tells it.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "wyn/runtime/future_core.hpp"
#include "wyn/runtime/records.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/runtime/worker.hpp"

namespace wyn::runtime {

/// A closure that does not run any more once it is stopped.
template <typename Body>
class stoppable {
 public:
  template <typename From>
  stoppable(From&& from, std::stop_token stop) : body_(std::forward<From>(from)), stop_(std::move(stop)) {}

  [[nodiscard]] bool is_stopped() const noexcept { return stop_.stop_requested(); }
  decltype(auto) operator()() { return body_(); }

 private:
  Body body_;
  std::stop_token stop_;
};

template <typename Body>
class async_task final : public task, public listener, public future_state<std::invoke_result_t<Body&>> {
 public:
  using value_type = std::invoke_result_t<Body&>;

  /// Throws std::bad_alloc with `from` as it was, and what the closure's constructor throws.
  template <typename... From>
  [[nodiscard]] static async_task* make(family_id chain, From&&... from) {
    void* const record = aligned_record::allocate(size_for(), alignof(async_task));
    try {
      return ::new (record) async_task(chain, std::forward<From>(from)...);
    } catch (...) {
      aligned_record::deallocate(record, size_for(), alignof(async_task));
      throw;
    }
  }

  [[nodiscard]] Body& body() noexcept { return body_; }

  /// Ends a task that nobody has queued, before it runs.
  void cancel_unqueued() noexcept {
    end_unrun();
    static_cast<void>(this->meeting().finish());
  }

 private:
  template <typename... From>
  explicit async_task(family_id chain, From&&... from)
      : task(kind, chain),
        listener{be_told},
        future_state<std::invoke_result_t<Body&>>(state),
        body_(std::forward<From>(from)...) {}
  ~async_task() {}  // NOLINT(modernize-use-equals-default): the closure has ended before

  static constexpr std::size_t size_for() { return sizeof(async_task); }

  static void run_it(task& self, worker& by) noexcept {
    auto& own = static_cast<async_task&>(self);
    if constexpr (requires { own.body_.is_stopped(); }) {
      if (own.body_.is_stopped()) return cancel_it(self, by);
    }
    std::exception_ptr thrown;
    try {
      own.make_from(own.body_);
    } catch (...) {
      thrown = std::current_exception();
    }
    own.body_.~Body();
    own.fail(std::move(thrown));
    own.end(by);
  }

  static void cancel_it(task& self, worker& by) noexcept {
    auto& own = static_cast<async_task&>(self);
    own.end_unrun();
    by.cancelled(nullptr);
    own.end(by);
  }

  // Who is told, or has left, may free it, and run destructors of values then.
  void end(worker& by) noexcept {
    by.forget_running();
    this->finish(by);
  }

  void end_unrun() noexcept {
    body_.~Body();
    this->fail_unrun(unrun_state);
  }

  static void be_told(listener& self, worker& by) noexcept { by.push(static_cast<async_task&>(self)); }

  static void free_it(future_core& core) noexcept {
    auto& own = static_cast<async_task&>(core);
    own.~async_task();
    aligned_record::deallocate(&own, size_for(), alignof(async_task));
  }

  static constexpr task_kind kind{run_it, cancel_it, true};
  static constexpr future_kind state{free_it};
  static constexpr future_kind unrun_state{free_it, true};

  // Ends when it has run, before the value is there.
  union {
    Body body_;
  };
};

}  // namespace wyn::runtime
