#include "wyn/future.hpp"

#include <new>
#include <span>
#include <stdexcept>

#include "wyn/runtime/thread_parker.hpp"
#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn {

using runtime::worker;

namespace {

// On a thread that is none of its scheduler's, `park` sleeps until a token or the time is over: then it says false.
template <typename Park>
bool sleep_until_ready(one_shot<runtime::listener>& meeting, Park park) {
  runtime::lasting_parker& own = runtime::parker_of_this_thread();
  // It may be a worker of another scheduler.
  if (worker* const self = worker::current()) self->before_sleep();
  for (bool in_time = true; in_time && meeting.listen(own.wake());) {
    in_time = park(own);
    if (!meeting.withdraw(own.wake())) return true;
  }
  return meeting.is_ready();
}

}  // namespace

void future_base::wait() const {
  if (is_ready()) return;
  const auto chains = expect_waitable(wait_limit::none);
  if (worker* const self = in_->worker_here()) return self->wait(*core_, chains);
  static_cast<void>(sleep_until_ready(core_->meeting(), [](parker& own) {
    own.park();
    return true;
  }));
}

bool future_base::wait_until(sync::time_point deadline) const {
  if (is_ready()) return true;
  const auto chains = expect_waitable(wait_limit::some);
  if (worker* const self = in_->worker_here()) return self->wait_until(deadline, *core_, chains);
  return sleep_until_ready(core_->meeting(), [deadline](parker& own) { return own.park_until(deadline); });
}

std::span<const runtime::family_id> future_base::expect_waitable(wait_limit limit) const {
  in_->expect_mine();
  const std::span<const runtime::family_id> chains = chains_.all();
  const worker* const self = in_->worker_here();
  const runtime::task* const running = self != nullptr ? self->current_strand().running : nullptr;
  if (running == nullptr) return chains;
  const runtime::awaited value{chains, nullptr};
  // A limit ends the wait in any case, and of several futures another one may.
  const bool all_are_needed = limit == wait_limit::none && chains_.is_one();
  if (all_are_needed ? value.needs_in_the_end(*running) : value.needs(*running)) {
    throw std::logic_error(
        "wyn: a future's task, or one that it waits for, waits for its value, or for what comes after it");
  }
  return chains;
}

bool future_base::try_queue(runtime::task& made) const noexcept {
  if (worker* const self = in_->worker_here()) {
    self->push(made);
    return true;
  }
  try {
    return in_->crew_.inject([&]() -> runtime::task& { return made; });
  } catch (const std::bad_alloc&) {
    return false;
  }
}

runtime::family_id future_base::new_chain() noexcept {
  struct chains_made;
  std::uint64_t& made = sync::per_thread<chains_made, std::uint64_t>();
  constexpr unsigned numbers = 31;  // of 2^31 chains one thread has no two alike
  return (std::uint64_t{sync::this_thread_number()} << (numbers + 1)) |
         (++made & ((std::uint64_t{1} << numbers) - 1)) << 1 | 1;
}

void future_base::refuse_without_state() {
  throw std::logic_error("wyn: a future that is not valid: moved from, or its value was taken");
}

}  // namespace wyn
