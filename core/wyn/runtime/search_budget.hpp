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
  /// While searching does not pay, one of so many sleeps is measured.
  static constexpr unsigned measured_of = 4;

  static constexpr unsigned ask_first = 8;
  /// A push that crossed the thief's wish is asked for a little later.
  static constexpr unsigned ask_again = 16;

  /// `most`: rounds of a search that pays, from 1.
  explicit search_budget(unsigned most) noexcept : most_(most), rounds_(most) {}

  [[nodiscard]] unsigned rounds() const noexcept { return rounds_; }

  /// Whether this round of a search, counted from 0, asks for hidden work: not the first ones, since an owner that pushes
  /// sees the thief's wish before an interrupt would reach it, and then costs both of them less; at least one.
  [[nodiscard]] bool asks_in(unsigned round) const noexcept {
    return round % ask_again == std::min(ask_first, rounds_ - 1);
  }

  /// Whether the length of the next sleep should be measured. Not each time when all the last sleeps were long: reading
  /// the clock is a third of what a worker does between its wake and its task.
  [[nodiscard]] bool measures() noexcept { return rounds_ > 1 || ++unmeasured_ % measured_of == 0; }

  /// A search found something after its first round.
  void paid() noexcept { rounds_ = most_; }

  /// A search found nothing, and the sleep after it, which was measured, lasted so long.
  void slept(std::chrono::nanoseconds length) noexcept {
    rounds_ = length < short_sleep ? most_ : std::max(1U, rounds_ / 2);
  }

 private:
  unsigned most_;
  unsigned rounds_;
  unsigned unmeasured_ = 0;
};

}  // namespace wyn::runtime
