// parallel_transform: a result for each element.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

/// Writes `map(*i)` for each iterator i from `first` up to `last` to the place as far behind `to`, which may be `first`.
/// The end of what was written. As parallel_for.
template <std::random_access_iterator From, std::random_access_iterator To, typename Map>
To parallel_transform(scheduler& in, From first, From last, To to, Map&& map, const algorithm_options& options = {}) {
  static_assert(!runtime::packs_bits<To>, "parts of a std::vector<bool> cannot be written at the same time");
  const std::size_t count = runtime::distance_of(first, last);
  runtime::for_each_part(in, count, options, [&](std::size_t begin, std::size_t end) {
    std::transform(runtime::advanced(first, begin), runtime::advanced(first, end), runtime::advanced(to, begin),
                   std::ref(map));
  });
  return runtime::advanced(to, count);
}

/// The same with `map(*i, *j)`, j as far behind `other` as i behind `first`.
template <std::random_access_iterator From, std::random_access_iterator Other, std::random_access_iterator To,
          typename Map>
To parallel_transform(scheduler& in, From first, From last, Other other, To to, Map&& map,
                      const algorithm_options& options = {}) {
  static_assert(!runtime::packs_bits<To>, "parts of a std::vector<bool> cannot be written at the same time");
  const std::size_t count = runtime::distance_of(first, last);
  runtime::for_each_part(in, count, options, [&](std::size_t begin, std::size_t end) {
    std::transform(runtime::advanced(first, begin), runtime::advanced(first, end), runtime::advanced(other, begin),
                   runtime::advanced(to, begin), std::ref(map));
  });
  return runtime::advanced(to, count);
}

}  // namespace wyn
