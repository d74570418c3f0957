#include "wyn/runtime/watchdog.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace wyn::runtime {

watchdog::watchdog(std::chrono::nanoseconds limit, wait_handler handler, const std::string& name)
    : limit_(limit), handler_(std::move(handler)), thread_([this] { look_until_stopped(); }, {0, name + "-watch"}) {}

watchdog::~watchdog() {
  stopped_.set(true);
  parker_.unpark();
}

watchdog::place* watchdog::begin(spawn_location made, spawn_location spawned) noexcept {
  return waits_.show([&](wait& own) { own = {sync::now(), made, spawned}; });
}

void watchdog::look_until_stopped() {
  const auto pause = std::max<std::chrono::nanoseconds>(limit_ / 4, std::chrono::milliseconds(1));
  while (!parker_.park_until(sync::now() + pause) || !stopped_.get()) {
    waits_.look([this](const wait& one) {
      const std::chrono::nanoseconds waited = sync::now() - one.since;
      if (waited < limit_) return false;
      tell(one, waited);
      return true;
    });
  }
}

void watchdog::tell(const wait& one, std::chrono::nanoseconds waited) const {
  if (handler_) return handler_({waited, one.made.file(), one.made.line(), one.spawned.file(), one.spawned.line()});
  std::fprintf(stderr, "wyn: the task_group made at %s:%u has been waited for %.3f s so far", one.made.file(),
               one.made.line(), std::chrono::duration<double>(waited).count());
  if (one.spawned.line() != 0) {
    std::fprintf(stderr, "; the last task that its thread spawned is from %s:%u", one.spawned.file(),
                 one.spawned.line());
  }
  std::fprintf(stderr, "\n");
}

}  // namespace wyn::runtime
