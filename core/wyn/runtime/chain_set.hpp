// chain_set: the chains whose tasks make a future's value.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "wyn/runtime/task.hpp"

namespace wyn::runtime {

/// One chain, or those of all futures that were gathered into one: of none at all there are none. Never 0, the family of
/// tasks that nobody waits for.
class chain_set {
 public:
  explicit chain_set(family_id one = 0) noexcept : first_(one) {}
  explicit chain_set(std::vector<family_id> several) noexcept
      : first_(several.empty() ? 0 : several.front()), several_(std::move(several)) {}

  /// The one to which a task that comes after the future belongs; 0: there is none.
  [[nodiscard]] family_id first() const noexcept { return first_; }
  [[nodiscard]] bool is_one() const noexcept { return several_.empty() && first_ != 0; }
  /// With one more, which comes first. Throws std::bad_alloc.
  [[nodiscard]] chain_set with(family_id one_more) const {
    const std::span<const family_id> before = all();
    std::vector<family_id> more{one_more};
    more.insert(more.end(), before.begin(), before.end());
    return chain_set(std::move(more));
  }
  [[nodiscard]] std::span<const family_id> all() const noexcept {
    return is_one() ? std::span(&first_, 1) : std::span(several_);
  }

 private:
  family_id first_;
  std::vector<family_id> several_;  // empty: the first one only
};

}  // namespace wyn::runtime
