// search_budget: how long a worker without work searches before it sleeps. Searching is worth it where work comes soon;
// elsewhere it costs processor time, and the next spawn starts later: `./bench wake` printed 2.1 to 2.6x a bare futex
// wake with 64 rounds after every task, and about 1.3x now.
#pragma once

#include <algorithm>
#include <chrono>

namespace wyn::runtime {

/// Rounds of the next search: all of them when searching pays, half as many each time it did not, at least one.
/// One thread's; wait-free.
class search_budget {
 public:
  /// A sleep that ended sooner was not worth it.
  static constexpr std::chrono::microseconds short_sleep{50};

  /// `most`: rounds of a search that pays, from 1.
  explicit search_budget(unsigned most) noexcept : most_(most), rounds_(most) {}

  [[nodiscard]] unsigned rounds() const noexcept { return rounds_; }

  /// A search found something after its first round.
  void paid() noexcept { rounds_ = most_; }

  /// A search found nothing, and the sleep after it lasted so long.
  void slept(std::chrono::nanoseconds length) noexcept {
    rounds_ = length < short_sleep ? most_ : std::max(1U, rounds_ / 2);
  }

 private:
  unsigned most_;
  unsigned rounds_;
};

}  // namespace wyn::runtime
