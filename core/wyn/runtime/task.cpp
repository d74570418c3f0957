#include "wyn/runtime/task.hpp"

#include <algorithm>

#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"

namespace wyn::runtime {

namespace {

// The task that waits for the group of this one, or of the task that forked it. The candidate is in the caller's hands: so
// all above it stay where they are, and what waits goes on waiting.
const task* waiting_for(const task& candidate) noexcept {
  const task* t = &candidate;
  while (t != nullptr && t->is_fork()) t = t->forker().running;
  group_core* const group = t != nullptr ? t->group() : nullptr;
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

bool awaited::is_among(family_id family) const noexcept {
  return std::find(families.begin(), families.end(), family) != families.end();
}

bool awaited::needs_in_the_end(const task& candidate) const noexcept {
  const task* t = &candidate;
  while (t != nullptr && !needs(*t)) t = waiting_for(*t);
  return t != nullptr;
}

}  // namespace wyn::runtime
