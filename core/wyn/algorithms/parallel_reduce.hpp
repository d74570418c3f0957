// parallel_reduce: one value from a range, by an operation that is associative.
//
//   double sum = wyn::parallel_reduce(workers, v.begin(), v.end(), 0.0, [](auto i) { return *i; }, std::plus{});
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

namespace runtime {

// Whose result is there once it has run; a part that was left out has none, and then an exception is under way.
template <typename Value, typename Part, typename Combine>
Value reduce_halves(std::size_t begin, std::size_t end, std::size_t grain, Part& part, Combine& combine) {
  if (end - begin <= grain) return part(begin, end);
  const std::size_t middle = begin + (end - begin) / 2;
  std::optional<Value> left;
  std::optional<Value> right;
  parallel_invoke([&] { left.emplace(reduce_halves<Value>(begin, middle, grain, part, combine)); },
                  [&] { right.emplace(reduce_halves<Value>(middle, end, grain, part, combine)); });
  return combine(std::move(*left), std::move(*right));
}

}  // namespace runtime

/// combine(...combine(identity, map(first))..., map(last - 1)), with parentheses set otherwise: each part begins with a copy
/// of `identity`, and parts are combined in the range's order by a tree that depends on the range's length and the grain
/// only. So the result is the same at any number of workers, for floating point, too. `combine` is associative and may be
/// called from several threads at the same time, as `map`. As parallel_for. An empty range gives `identity`.
template <position Position, std::convertible_to<Position> Last, typename Value, typename Map, typename Combine>
[[nodiscard]] Value parallel_reduce(scheduler& in, Position first, Last last, Value identity, Map&& map,
                                    Combine&& combine, const algorithm_options& options = {}) {
  const std::size_t count = runtime::distance_of(first, runtime::end_as<Position>(last));
  if (count == 0) return identity;
  auto part = [&](std::size_t begin, std::size_t end) {
    runtime::expect_wanted(options.stop);
    Value sum = identity;
    const Position behind = runtime::advanced(first, end);
    for (Position p = runtime::advanced(first, begin); p != behind; ++p) sum = combine(std::move(sum), map(p));
    return sum;
  };
  const std::size_t grain = runtime::grain_of(count, options.grain);
  return runtime::run_inside(in, [&] { return runtime::reduce_halves<Value>(0, count, grain, part, combine); });
}

}  // namespace wyn
