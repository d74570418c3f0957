// parallel_for_each: a body for each element.
#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

/// Calls `body(*i)` for each iterator i from `first` up to `last`; a body that writes a bit of a std::vector<bool> writes its
/// neighbours, too. As parallel_for; iterators that cannot jump are walked
/// through beforehand, by the calling thread. Throws std::bad_alloc, too, then.
template <std::forward_iterator Iterator, typename Body>
void parallel_for_each(scheduler& in, Iterator first, Iterator last, Body&& body,
                       const algorithm_options& options = {}) {
  if constexpr (std::random_access_iterator<Iterator>) {
    runtime::for_each_part(in, runtime::distance_of(first, last), options, [&](std::size_t begin, std::size_t end) {
      const Iterator behind = runtime::advanced(first, end);
      for (Iterator i = runtime::advanced(first, begin); i != behind; ++i) body(*i);
    });
  } else {
    std::vector<Iterator> all;
    for (Iterator i = first; i != last; ++i) all.push_back(i);
    runtime::for_each_part(in, all.size(), options, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) body(*all[i]);
    });
  }
}

/// The same for what std::begin and std::end say of `range`.
template <typename Range, typename Body>
void parallel_for_each(scheduler& in, Range&& range, Body&& body, const algorithm_options& options = {}) {
  parallel_for_each(in, std::begin(range), std::end(range), body, options);
}

}  // namespace wyn
