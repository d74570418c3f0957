// parallel_scan: all sums of a range's beginnings, by an operation that is associative.
//
// Two passes over parts of equal length, with the sums of the parts scanned between them by one thread (Blelloch, Prefix
// sums and their applications, 1990, with one level).
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

namespace runtime {

// `write(place, before, element)` writes one result and returns the sum with the element.
template <typename From, typename To, typename Value, typename Combine, typename Write>
To scan(scheduler& in, From first, From last, To to, Value before, Combine& combine, const algorithm_options& options,
        Write write) {
  static_assert(!packs_bits<To>, "parts of a std::vector<bool> cannot be written at the same time");
  const std::size_t count = distance_of(first, last);
  if (count == 0) return to;
  const std::size_t grain = grain_of(count, options.grain);
  const std::size_t parts = (count - 1) / grain + 1;
  const auto end_of = [&](std::size_t part) { return part + 1 == parts ? count : (part + 1) * grain; };
  const algorithm_options by_part{1, options.stop};
  std::vector<std::optional<Value>> sums(parts);  // of each part, then of all before it
  for_each_part(in, parts - 1, by_part, [&](std::size_t part, std::size_t) {
    Value sum = *advanced(first, part * grain);
    for (std::size_t i = part * grain + 1; i < end_of(part); ++i) sum = combine(std::move(sum), *advanced(first, i));
    sums[part].emplace(std::move(sum));
  });
  for (std::optional<Value>& sum : sums) {
    Value with_it = sum ? combine(before, std::move(*sum)) : before;
    sum.emplace(std::exchange(before, std::move(with_it)));
  }
  for_each_part(in, parts, by_part, [&](std::size_t part, std::size_t) {
    Value sum = std::move(*sums[part]);
    for (std::size_t i = part * grain; i < end_of(part); ++i) {
      sum = write(advanced(to, i), std::move(sum), *advanced(first, i));
    }
  });
  return advanced(to, count);
}

}  // namespace runtime

/// Writes combine(...combine(identity, *first)..., *i) for each iterator i from `first` up to `last` to the place as far
/// behind `to`, which may be `first`. The end of what was written. `combine` is associative and may be called from several
/// threads at the same time; how the parentheses are set depends on the range's length and the grain only. As parallel_for;
/// after an exception the places hold some of the results. Throws std::bad_alloc, too.
template <std::random_access_iterator From, std::random_access_iterator To, typename Value, typename Combine>
To parallel_inclusive_scan(scheduler& in, From first, From last, To to, Value identity, Combine&& combine,
                           const algorithm_options& options = {}) {
  return runtime::scan(in, first, last, to, std::move(identity), combine, options,
                       [&](To place, Value&& before, const auto& element) {
                         Value sum = combine(std::move(before), element);
                         *place = sum;
                         return sum;
                       });
}

/// The same without *i itself: the first place gets `identity`.
template <std::random_access_iterator From, std::random_access_iterator To, typename Value, typename Combine>
To parallel_exclusive_scan(scheduler& in, From first, From last, To to, Value identity, Combine&& combine,
                           const algorithm_options& options = {}) {
  return runtime::scan(in, first, last, to, std::move(identity), combine, options,
                       [&](To place, Value&& before, const auto& element) {
                         Value sum = combine(before, element);
                         *place = std::move(before);
                         return sum;
                       });
}

}  // namespace wyn
