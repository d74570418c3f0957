#include "wyn/runtime/task.hpp"

#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"

namespace wyn::runtime {

namespace {

// The task that cannot end before this one has run. The candidate is in the caller's hands: so all above it stay where they
// are, and what waits goes on waiting.
const task* needed_by(const task& t) noexcept {
  if (t.is_fork()) return t.forker().running;
  group_core* const group = t.group();
  const strand* const waiting = group != nullptr ? group->waits().get() : nullptr;
  return waiting != nullptr ? waiting->running : nullptr;
}

}  // namespace

bool awaited::needs_fork(const task& candidate) const noexcept {
  for (const task* t = &candidate; t != nullptr; t = t->forker().running) {
    if (t == child) return true;
    if (!t->is_fork()) return is_of_a_family(*t);
  }
  return false;
}

bool awaited::needs_in_the_end(const task& candidate) const noexcept {
  for (const task* t = &candidate; t != nullptr; t = needed_by(*t)) {
    if (t == child || (!t->is_fork() && is_of_a_family(*t))) return true;
  }
  return false;
}

}  // namespace wyn::runtime
