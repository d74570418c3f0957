// future: a value that a task makes, and somebody takes once.
//
//   wyn::future<image> loaded = wyn::async(workers, [&] { return load(file); });
//   wyn::future<void> shown = std::move(loaded).then([](image i) { show(i); });
//   shown.get();                        // rethrows what load or show threw
#pragma once

#include <chrono>
#include <span>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "wyn/runtime/async_task.hpp"
#include "wyn/runtime/chain_set.hpp"
#include "wyn/runtime/chained.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/sync/clock.hpp"

namespace wyn {

namespace runtime {
struct future_access;
}

/// What does not depend on the value's type.
class future_base {
 public:
  future_base(const future_base&) = delete;
  future_base& operator=(const future_base&) = delete;

  /// Whether it has a state: made by async or then, not moved from, not taken.
  [[nodiscard]] bool valid() const noexcept { return core_ != nullptr; }

  /// Whether get would return at once. The future's thread; wait-free. Throws std::logic_error if it is not valid.
  [[nodiscard]] bool is_ready() const { return state().meeting().is_ready(); }

  /// Returns when the value or the exception is there. A worker of its scheduler runs tasks of this future meanwhile (its
  /// own and those before it by `then`), and no others; another thread sleeps. The future's thread; blocking.
  /// Throws std::logic_error if it is not valid, in a task that makes the value and, unless futures were gathered for it, in
  /// a task of a group that such a task waits for, and so on; scheduler_forked; std::bad_alloc when a thread that is no worker
  /// waits for the first time.
  void wait() const;

  /// As wait, until `deadline` at the latest: true if the value or the exception is there. A worker that has begun a task by
  /// then ends it first. Refused in a task that makes the value, and in no other.
  bool wait_until(sync::time_point deadline) const;

  /// As wait_until, for so long from now; without end if that is beyond what the clock can show.
  template <typename Rep, typename Period>
  bool wait_for(std::chrono::duration<Rep, Period> limit) const {
    const sync::time_point now = sync::now();
    if (limit <= limit.zero()) return wait_until(now);
    using seconds = std::chrono::duration<double>;  // too long a limit would overflow in the clock's units
    if (seconds(limit) < seconds(sync::time_point::max() - now)) {
      return wait_until(now + std::chrono::ceil<sync::time_point::duration>(limit));
    }
    wait();
    return true;
  }

 protected:
  /// @cond
  future_base() noexcept = default;
  future_base(runtime::future_core& core, scheduler& in, runtime::chain_set chains) noexcept
      : core_(&core), in_(&in), chains_(std::move(chains)) {}
  future_base(future_base&& other) noexcept
      : core_(std::exchange(other.core_, nullptr)), in_(other.in_), chains_(std::move(other.chains_)) {}
  future_base& operator=(future_base&& other) noexcept {
    if (this == &other) return *this;
    if (valid()) core_->leave();
    core_ = std::exchange(other.core_, nullptr);
    in_ = other.in_;
    chains_ = std::move(other.chains_);
    return *this;
  }
  ~future_base() {
    if (valid()) core_->leave();
  }

  /// Throws std::logic_error.
  [[nodiscard]] runtime::future_core& state() const {
    if (!valid()) refuse_without_state();
    return *core_;
  }
  /// The calling thread's next chain.
  [[nodiscard]] static runtime::family_id new_chain() noexcept;
  template <typename Body, typename Make>
  static void submit(scheduler& in, Body&& body, Make make) {
    in.submit_made(std::forward<Body>(body), make);
  }
  /// False: no memory, or shut down.
  [[nodiscard]] bool try_queue(runtime::task& made) const noexcept;

  runtime::future_core* core_ = nullptr;
  scheduler* in_ = nullptr;
  runtime::chain_set chains_;
  /// @endcond

 private:
  friend struct runtime::future_access;
  [[noreturn]] static void refuse_without_state();
  // The chains to wait for, unless the calling thread must not wait. Throws.
  enum class wait_limit { none, some };
  [[nodiscard]] std::span<const runtime::family_id> expect_waitable(wait_limit limit) const;
};

/// The taker's end. It may go to another thread, and be used by one at a time. If it is destroyed or assigned to, the task
/// runs all the same, and its value or exception is dropped. Its scheduler outlives waits and `then`, not the value.
template <typename T>
class [[nodiscard]] future : public future_base {
 public:
  future() noexcept = default;
  /// The other one is not valid afterwards.
  future(future&&) noexcept = default;
  /// As the destructor, and then as the constructor.
  future& operator=(future&&) noexcept = default;
  ~future() = default;

  /// Waits, and takes the value; the future is not valid afterwards. Throws what the task threw; tasks_cancelled if it
  /// never ran; and with the future as it was std::bad_alloc in that case, and as wait.
  T get() {
    wait();
    std::exception_ptr thrown = core_->take_thrown();
    struct taken {
      runtime::future_core& core;
      ~taken() { core.free(); }
    } const at_the_end{*std::exchange(core_, nullptr)};
    if (thrown) std::rethrow_exception(std::move(thrown));
    return static_cast<runtime::future_state<T>&>(at_the_end.core).take();
  }

  /// Runs `next(value)` on a worker of the same scheduler once the value is there; if `next` does not take a T,
  /// `next(future)`, with a future that is ready. In the first case an exception goes on into the result, and `next` is
  /// not called. This future is not valid afterwards. Its thread; lock-free but for the growth of a pool or the inbox.
  /// Throws std::logic_error if it is not valid, std::bad_alloc, scheduler_closed and scheduler_forked if the value is
  /// there already, with this future and `next` as they were; and what moving `next` throws.
  template <typename Next>
  auto then(Next&& next) {
    using task_type = runtime::async_task<runtime::chained<T, std::decay_t<Next>>>;
    using result = future<typename task_type::value_type>;
    if (is_ready()) {
      // Queued as by async, so that a refusal comes before anything was moved.
      const runtime::family_id chain = chains_.is_one() ? chains_.first() : new_chain();
      task_type* made = nullptr;
      submit(*in_, std::forward<Next>(next), [&](auto&& given) -> runtime::task& {
        return *(made = task_type::make(chain, *this, std::forward<decltype(given)>(given)));
      });
      return result(*made, *in_, runtime::chain_set(chain));
    }
    // After gathered futures a chain of its own: `next` may wait for one of those that was not ready.
    runtime::chain_set chains = chains_.is_one() ? chains_ : chains_.with(new_chain());
    task_type& made = *task_type::make(chains.first(), *this, std::forward<Next>(next));
    result value(made, *in_, std::move(chains));
    // Unless the value came just now.
    if (!made.body().before().state().meeting().listen(made) && !try_queue(made)) made.cancel_unqueued();
    return value;
  }

 private:
  template <typename, typename>
  friend class runtime::chained;
  template <typename>
  friend class future;
  template <typename Body>
  friend auto async(scheduler& in, Body&& body);
  template <typename Body>
  friend auto async(scheduler& in, std::stop_token stop, Body&& body);
  friend struct runtime::future_access;
  future(runtime::future_core& made, scheduler& in, runtime::chain_set chains) noexcept
      : future_base(made, in, std::move(chains)) {}
};

/// Runs `body()` on some worker, some time, for the future's value. Any thread. Lock-free but for the growth of a pool or
/// the inbox. Throws std::bad_alloc, scheduler_closed, scheduler_forked, with `body` as it was, and what moving it throws.
template <typename Body>
[[nodiscard]] auto async(scheduler& in, Body&& body) {
  using task_type = runtime::async_task<std::decay_t<Body>>;
  using made_future = future<typename task_type::value_type>;
  const runtime::family_id chain = made_future::new_chain();
  task_type* made = nullptr;
  made_future::submit(in, std::forward<Body>(body), [&](auto&& given) -> runtime::task& {
    return *(made = task_type::make(chain, std::forward<decltype(given)>(given)));
  });
  return made_future(*made, in, runtime::chain_set(chain));
}

/// The same, unless `stop` is stopped before the task begins: then a worker that comes to it destroys and counts it, and get
/// throws tasks_cancelled.
template <typename Body>
[[nodiscard]] auto async(scheduler& in, std::stop_token stop, Body&& body) {
  using task_type = runtime::async_task<runtime::stoppable<std::decay_t<Body>>>;
  using made_future = future<typename task_type::value_type>;
  const runtime::family_id chain = made_future::new_chain();
  task_type* made = nullptr;
  made_future::submit(in, std::forward<Body>(body), [&](auto&& given) -> runtime::task& {
    return *(made = task_type::make(chain, std::forward<decltype(given)>(given), stop));
  });
  return made_future(*made, in, runtime::chain_set(chain));
}

}  // namespace wyn
