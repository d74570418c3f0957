// parts: how an algorithm's range is divided among the workers.
//
// A range of n is halved until a part has no more than `grain` of it; the halves are forks (parallel.hpp), so a part costs
// some nanoseconds until somebody steals it, and idle workers take the largest halves first. The division depends on n and
// the grain alone, never on how many workers there are or what they do.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

#include "wyn/errors.hpp"
#include "wyn/future.hpp"
#include "wyn/parallel.hpp"
#include "wyn/runtime/thread_parker.hpp"
#include "wyn/scheduler.hpp"

namespace wyn {

/// How an algorithm divides its range, and when it gives up.
struct algorithm_options {
  std::size_t grain = 0;   ///< elements that one part has at most; 0: so many that there are 2048 parts at most
  std::stop_token stop{};  ///< asked before each part: once it is stopped no part begins, and tasks_cancelled is thrown
};

/// A position in a range of elements that are reached by number: an integer, or a random access iterator.
template <typename T>
concept position = (std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool>) || std::random_access_iterator<T>;

namespace runtime {

/// From `first` to `last`; 0 if there is none, also if `last` lies before. No integers overflow.
template <position T>
constexpr std::size_t distance_of(T first, T last) noexcept {
  if (!(first < last)) return 0;
  if constexpr (std::integral<T>) return static_cast<std::size_t>(last) - static_cast<std::size_t>(first);
  else return static_cast<std::size_t>(last - first);
}

/// `last` as a position of this type. Throws std::out_of_range for an integer that none of them can be.
template <position Position, typename Last>
constexpr Position end_as(const Last& last) {
  const auto end = static_cast<Position>(last);
  if constexpr (std::integral<Position> && std::integral<Last>) {
    // Promoted, as the comparison takes no characters.
    if (std::cmp_not_equal(+end, +last))
      throw std::out_of_range(
          "wyn: a range whose end is no value of its first position's type: begin with one of the end's type");
  }
  return end;
}

/// Whether neighbours share a word, so that two threads cannot write them at the same time.
template <typename Iterator>
inline constexpr bool packs_bits = std::same_as<Iterator, std::vector<bool>::iterator>;

/// The position `steps` after `first`.
template <position T>
constexpr T advanced(T first, std::size_t steps) noexcept {
  if constexpr (std::integral<T>) return static_cast<T>(static_cast<std::size_t>(first) + steps);
  else return first + static_cast<std::iter_difference_t<T>>(steps);
}

/// How many elements a part has at most.
constexpr std::size_t grain_of(std::size_t count, std::size_t wanted) noexcept {
  constexpr std::size_t most_parts = 2048;
  return wanted != 0 ? wanted : std::max<std::size_t>(1, count / most_parts + (count % most_parts != 0 ? 1 : 0));
}

template <typename Part>
void halve(std::size_t begin, std::size_t end, std::size_t grain, Part& part) {
  if (end - begin <= grain) return part(begin, end);
  const std::size_t middle = begin + (end - begin) / 2;
  parallel_invoke([begin, middle, grain, &part] { halve(begin, middle, grain, part); },
                  [middle, end, grain, &part] { halve(middle, end, grain, part); });
}

/// Calls `body()` on a worker of `in`, and returns when it has: on the calling thread if that is one, or attached.
template <typename Body>
decltype(auto) run_inside(scheduler& in, Body&& body) {
  if (in.runs_this_thread()) return std::invoke(body);
  static_cast<void>(parker_of_this_thread());  // what is queued refers to this frame: from then on no wait may throw
  return async(in, std::ref(body)).get();
}

/// Throws tasks_cancelled if somebody wants it to stop.
inline void expect_wanted(const std::stop_token& stop) {
  if (stop.stop_requested()) throw tasks_cancelled("wyn: an algorithm was stopped before all of its parts ran");
}

/// Calls part(begin, end) for all parts of [0, count). Throws what a part throws, the first in their order of those that
/// had begun; tasks_cancelled.
template <typename Part>
void for_each_part(scheduler& in, std::size_t count, const algorithm_options& options, Part part) {
  if (count == 0) return;
  const std::size_t grain = grain_of(count, options.grain);
  auto unless_stopped = [&](std::size_t begin, std::size_t end) {
    expect_wanted(options.stop);
    part(begin, end);
  };
  run_inside(in, [&] { halve(0, count, grain, unless_stopped); });
}

}  // namespace runtime
}  // namespace wyn
