#include "wyn/sync/unload.hpp"

#include <array>
#include <cstddef>
#include <mutex>

#include "wyn/sync/contract.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/sync/thread_exit.hpp"
#include "wyn/sync/world.hpp"

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

// Its executions start anew.
void when_unused(void (*)() noexcept) noexcept {}

#else

namespace {

// All of it needs no destruction, and so may be used after its own image's static objects have ended.
constinit std::mutex lock;
constinit std::size_t holders = 0;
constinit bool ending = false;
constinit std::array<void (*)() noexcept, 8> actions{};
constinit std::size_t action_count = 0;
// In the child of a fork nobody knows what was going on here, and under the lock.
constinit bool forked = false;

void give_back() noexcept {
  take_back_interrupts();
  end_this_thread();
  for (std::size_t i = 0; i < action_count; ++i) actions[i]();
}

struct end_of_image {
  end_of_image() = default;
  end_of_image(const end_of_image&) = delete;
  end_of_image& operator=(const end_of_image&) = delete;
  ~end_of_image() {
    if (forked) return;
    const std::lock_guard held(lock);
    ending = true;
    if (holders == 0) give_back();
  }
};
const end_of_image at_the_end;

void watch_forks() {
  static const bool watched = [] {
    at_fork_in_child([] { forked = true; });
    return true;
  }();
  static_cast<void>(watched);
}

}  // namespace

in_use::in_use() {
  watch_forks();
  if (forked) return;
  const std::lock_guard held(lock);
  ++holders;
}

in_use::~in_use() {
  if (forked) return;
  const std::lock_guard held(lock);
  if (--holders == 0 && ending) give_back();
}

void when_unused(void (*give_back)() noexcept) noexcept {
  if (forked) return;
  const std::lock_guard held(lock);
  WYN_EXPECTS(action_count < actions.size(), "when_unused: more than 8 actions");
  actions[action_count++] = give_back;
}

#endif

}  // namespace wyn::sync
