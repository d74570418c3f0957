// until_closed: a thread waits until a scheduler, which another thread shuts down, takes nothing any more.
#pragma once

#include <unistd.h>

#include <cstdint>

#include "wyn/errors.hpp"
#include "wyn/scheduler.hpp"

namespace wyn::stress {

/// Returns when a spawn from outside is refused, and says how many were taken before that. They are empty tasks, and lie
/// behind what keeps the workers busy: an abandoning shutdown counts them. From a thread that is none of the workers.
[[nodiscard]] inline std::uint64_t until_closed(scheduler& workers) {
  for (std::uint64_t taken = 0;; ++taken) {
    try {
      workers.spawn([] {});
    } catch (const scheduler_closed&) {
      return taken;
    }
    ::usleep(10);
  }
}

}  // namespace wyn::stress
