// haul: what a worker takes from another one, and whether that is worth it. Moving a task costs both of them: its record
// and its slot change processors, and the record goes back. Where tasks are shorter than that a thief only hinders its
// victim: core/README.md has what was measured.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "wyn/sync/clock.hpp"

namespace wyn::runtime {

/// Counts what a thief takes and how long that runs, and says when to leave the victim alone. One thread's; wait-free.
class haul {
 public:
  /// A task that ends sooner is better left where it is, and to take some costs as much as one more of them.
  static constexpr std::chrono::nanoseconds short_task{50};
  /// Fewer tasks tell nothing.
  static constexpr std::size_t few = 8;
  /// After so many it is time to weigh them, though there are always more.
  static constexpr std::size_t many = 128;
  /// A victim that gets on so many times slower than its thief does nothing for its tasks.
  static constexpr std::uint64_t slow = 8;
  /// How long the victim is left alone the first time, and at most.
  static constexpr std::chrono::microseconds first_rest{50};
  static constexpr std::chrono::microseconds longest_rest{400};

  /// How far two workers have come: the one whom the first tasks were taken from, and the thief.
  struct progress {
    std::uint64_t victim;  // tasks made or run; 0 unless the haul suspects
    std::uint64_t thief;   // tasks run
  };

  /// Nothing was taken since it was weighed: the next victim is the one whose progress is asked for.
  [[nodiscard]] bool is_empty() const noexcept { return times_ == 0; }
  [[nodiscard]] bool is_large() const noexcept { return count_ >= many; }
  /// The last ones weighed were short. Only then a victim's progress is asked for: it lies in a line that the victim writes.
  [[nodiscard]] bool suspects() const noexcept { return suspects_; }
  /// What was taken is running.
  [[nodiscard]] bool is_under_way() const noexcept { return under_way_; }
  [[nodiscard]] bool rest_is_due() const noexcept { return rest_.count() != 0; }

  /// `count` more tasks, from 1, run from `now` on. Not while some are under way.
  void took(std::size_t count, progress so_far, sync::time_point now) noexcept {
    if (is_empty()) before_ = so_far;
    under_way_ = true;
    since_ = now;
    count_ += count;
    ++times_;
  }

  /// At `now` they have ended, or the thief turns to something else, as to taking more.
  void pause(sync::time_point now) noexcept {
    if (std::exchange(under_way_, false)) spent_ += now - since_;
  }

  /// Not while some are under way. Whether a rest is due from now on: if the tasks were short, those before too, and the
  /// victim goes on with its own; else nobody would. Not if they were few: they are weighed together with the next ones.
  /// `left`: tasks in the thief's queue, so that at most so many of the haul have not run.
  void weigh(progress so_far, std::size_t left) noexcept {
    if (count_ < few) return;
    // Others may have taken some of them in turn; and whoever runs what they made is worth it, however short that is.
    const std::uint64_t count = std::min(count_, so_far.thief - before_.thief);
    count_ = std::min(count_ - count, std::uint64_t{left});
    rest_ = {};
    const bool were_short = std::exchange(spent_, {}) < (count + std::exchange(times_, 0)) * short_task;
    const bool are_again = std::exchange(suspects_, were_short) && were_short;
    if (!are_again || slow * (so_far.victim - before_.victim) < count) {
      next_rest_ = first_rest;
      tried_elsewhere_ = false;
      return;
    }
    rest_ = next_rest_;
    next_rest_ = std::min(2 * next_rest_, longest_rest);
  }

  /// Whether other victims are to be tried before the rest that is due: once. What comes of it is weighed, and puts the rest
  /// off if it was worth it.
  [[nodiscard]] bool tries_elsewhere() noexcept { return !std::exchange(tried_elsewhere_, true); }

  /// The rest that is due begins.
  [[nodiscard]] std::chrono::microseconds take_rest() noexcept {
    tried_elsewhere_ = false;
    return std::exchange(rest_, {});
  }

 private:
  bool under_way_ = false;
  bool suspects_ = false;
  bool tried_elsewhere_ = false;
  std::uint64_t count_ = 0;  // that have not been weighed
  std::uint64_t times_ = 0;  // since it was weighed
  progress before_{};
  sync::time_point since_;
  std::chrono::nanoseconds spent_{0};
  std::chrono::microseconds next_rest_ = first_rest;
  std::chrono::microseconds rest_{0};
};

}  // namespace wyn::runtime
