// search_budget: how long a worker without work searches before it sleeps. Searching is worth it where work comes soon;
// elsewhere it costs processor time, and the next spawn starts later: `./bench wake` printed 2.1 to 2.6x a bare futex
// wake with 64 rounds after every task, and 1.14 to 1.29x now.
#pragma once

#include <algorithm>
#include <chrono>
#include <utility>

#include "wyn/sync/clock.hpp"

namespace wyn::runtime {

/// Rounds of the next search: all of them when searching pays, half as many each time it did not, at least one.
/// One thread's; wait-free.
class search_budget {
 public:
  /// Of two sleeps that begin closer together, the first one was not worth it.
  static constexpr std::chrono::microseconds close{50};
  /// So many of these in a row show that searching would pay.
  static constexpr unsigned enough = 2;

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

  /// A search found something after its first round.
  void paid() noexcept { rounds_ = most_; }

  /// A search found nothing, and a sleep begins at `now`. Its end is not looked at: reading the clock is a third of what a
  /// worker does between its wake and its task.
  void sleeps(sync::time_point now) noexcept {
    in_a_row_ = now - std::exchange(last_, now) < close ? in_a_row_ + 1 : 0;
    rounds_ = in_a_row_ >= enough ? most_ : std::max(1U, rounds_ / 2);
  }

 private:
  unsigned most_;
  unsigned rounds_;
  unsigned in_a_row_ = 0;  // sleeps that were close to the one before
  sync::time_point last_{};
};

}  // namespace wyn::runtime
