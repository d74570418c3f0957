#include "wyn/runtime/task.hpp"

#include <algorithm>

#include "wyn/runtime/fork.hpp"

namespace wyn::runtime {

bool awaited::needs(const task& candidate) const noexcept {
  for (const task* t = &candidate; t != nullptr; t = t->forker().running) {
    if (t == child) return true;
    if (!t->is_fork()) return std::find(families.begin(), families.end(), t->family()) != families.end();
  }
  return false;
}

}  // namespace wyn::runtime
