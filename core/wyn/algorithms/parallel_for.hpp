// parallel_for: a body for each position of a range, or for blocks of it.
//
//   wyn::parallel_for(workers, 0, height, [&](int y) { draw_line(y); });
#pragma once

#include <concepts>
#include <cstddef>
#include <utility>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

/// Calls `body(p)` for each position p from `first` up to `last`, at the same time in different parts of the range, and
/// returns when all have ended. On a worker of `in` or a thread attached to it the caller takes part; another thread sleeps
/// meanwhile. Any thread; blocking.
/// Throws what a body throws (the first in the range's order of those that had begun; then parts that have not begun are
/// left out), tasks_cancelled, std::out_of_range for an integer `last` that is no value of `first`'s type, and as async.
template <position Position, std::convertible_to<Position> Last, typename Body>
void parallel_for(scheduler& in, Position first, Last last, Body&& body, const algorithm_options& options = {}) {
  runtime::for_each_part(in, runtime::distance_of(first, runtime::end_as<Position>(last)), options,
                         [&](std::size_t begin, std::size_t end) {
                           const Position behind = runtime::advanced(first, end);
                           for (Position p = runtime::advanced(first, begin); p != behind; ++p) body(p);
                         });
}

/// The same with `body(from, to)` for blocks [from, to) that make up the range.
template <position Position, std::convertible_to<Position> Last, typename Body>
void parallel_for_blocks(scheduler& in, Position first, Last last, Body&& body, const algorithm_options& options = {}) {
  runtime::for_each_part(in, runtime::distance_of(first, runtime::end_as<Position>(last)), options,
                         [&](std::size_t begin, std::size_t end) {
                           body(runtime::advanced(first, begin), runtime::advanced(first, end));
                         });
}

}  // namespace wyn
