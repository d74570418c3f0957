// until: a task or a thread waits for another one, without wyn's knowledge.
#pragma once

#include <unistd.h>

#include <atomic>
#include <concepts>

namespace wyn::stress {

/// Returns when the flag is set. With a call that ThreadSanitizer intercepts, so that it delivers signals meanwhile.
inline void until(const std::atomic<bool>& flag) {
  while (!flag.load()) ::usleep(10);
}

/// Returns when the condition holds; as above.
template <std::predicate Condition>
void until(Condition holds) {
  while (!holds()) ::usleep(10);
}

}  // namespace wyn::stress
