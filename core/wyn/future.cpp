#include "wyn/future.hpp"

#include <new>
#include <span>
#include <stdexcept>

#include "wyn/runtime/thread_parker.hpp"
#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn {

using runtime::worker;

void future_base::wait() const {
  runtime::future_core& awaited = state();
  if (awaited.meeting().is_ready()) return;
  in_->expect_mine();
  const std::span<const runtime::family_id> chains(&chain_, 1);
  worker* const self = in_->worker_here();
  if (self == nullptr) return sleep_until_ready(awaited);
  const runtime::task* const running = self->current_strand().running;
  if (running != nullptr && runtime::awaited{chains, nullptr}.needs(*running)) {
    throw std::logic_error("wyn: a future's task waits for its own value, or for what comes after it");
  }
  self->wait(awaited, chains);
}

void future_base::sleep_until_ready(runtime::future_core& awaited) const {
  runtime::lasting_parker& own = runtime::parker_of_this_thread();
  // It may be a worker of another scheduler.
  if (worker* const self = worker::current()) self->before_sleep();
  while (awaited.meeting().listen(own.wake())) {
    own.park();
    if (!awaited.meeting().withdraw(own.wake())) return;
  }
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
