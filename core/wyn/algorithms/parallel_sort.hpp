// parallel_sort: sorts a range in place; equal elements end in any order.
//
// Quicksort whose two sides are forks. The pivot is the median of three medians of three (Bentley, McIlroy: Engineering a
// sort function, 1993); an element is put on its side by blocks of comparisons whose outcomes are stored, not branched on
// (Edelkamp, Weiss: BlockQuicksort, 2016). Sides that get too uneven, and short ones, go to std::sort.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

#include "wyn/algorithms/parts.hpp"

namespace wyn {

namespace runtime {

// Sorts the median of the three into the middle one.
template <typename Iterator, typename Less>
void sort_three(Iterator a, Iterator b, Iterator c, Less& less) {
  if (less(*b, *a)) std::iter_swap(a, b);
  if (!less(*c, *b)) return;
  std::iter_swap(b, c);
  if (less(*b, *a)) std::iter_swap(a, b);
}

// Puts a pivot into *first. At least 9 elements.
template <typename Iterator, typename Less>
void choose_pivot(Iterator first, Iterator last, Less& less) {
  const auto eighth = (last - first) / 8;
  const Iterator middle = first + (last - first) / 2;
  sort_three(first + 1, first + eighth, first + 2 * eighth, less);
  sort_three(middle - eighth, middle, middle + eighth, less);
  sort_three(last - 1 - 2 * eighth, last - 1 - eighth, last - 1, less);
  sort_three(first + eighth, middle, last - 1 - eighth, less);
  std::iter_swap(first, middle);
}

/// Divides [first, last) into those for which `is_left` holds and the others; returns where these begin.
template <typename Iterator, typename Predicate>
Iterator divide(Iterator first, Iterator last, Predicate is_left) {
  constexpr std::ptrdiff_t block = 128;
  std::array<std::uint8_t, block> left;   // which of the block at `first` belong to the other side
  std::array<std::uint8_t, block> right;  // the same, counted backwards from `last`
  std::size_t left_begin = 0, left_end = 0, right_begin = 0, right_end = 0;
  while (last - first > 2 * block) {
    if (left_begin == left_end) {
      left_begin = left_end = 0;
      for (std::ptrdiff_t i = 0; i < block; ++i) {
        left[left_end] = static_cast<std::uint8_t>(i);
        left_end += is_left(first[i]) ? 0 : 1;
      }
    }
    if (right_begin == right_end) {
      right_begin = right_end = 0;
      for (std::ptrdiff_t i = 0; i < block; ++i) {
        right[right_end] = static_cast<std::uint8_t>(i);
        right_end += is_left(*(last - 1 - i)) ? 1 : 0;
      }
    }
    const std::size_t both = std::min(left_end - left_begin, right_end - right_begin);
    for (std::size_t i = 0; i < both; ++i) {
      std::iter_swap(first + left[left_begin + i], last - 1 - right[right_begin + i]);
    }
    left_begin += both;
    right_begin += both;
    if (left_begin == left_end) first += block;
    if (right_begin == right_end) last -= block;
  }
  return std::partition(first, last, is_left);
}

/// One call of quicksort: [first, last) is divided around `middle`, which is in its place.
template <typename Iterator, typename Less>
Iterator divide_by_pivot(Iterator first, Iterator last, Less& less) {
  choose_pivot(first, last, less);
  const Iterator begin = first + 1;
  const Iterator middle = divide(begin, last, [&](const auto& one) { return less(one, *first); }) - 1;
  std::iter_swap(first, middle);
  return middle;
}

// Where those begin that are greater than *middle: equal ones need no sorting.
template <typename Iterator, typename Less>
Iterator behind_equals(Iterator first, Iterator middle, Iterator last, Less& less) {
  if ((middle - first) >= (last - first) / 8) return middle + 1;
  return divide(middle + 1, last, [&](const auto& one) { return !less(*middle, one); });
}

template <typename Iterator, typename Less>
void quicksort(Iterator first, Iterator last, std::ptrdiff_t grain, unsigned uneven, Less& less,
               const std::stop_token& stop) {
  constexpr std::ptrdiff_t short_one = 64;
  while (last - first > short_one && uneven != 0) {
    const Iterator middle = divide_by_pivot(first, last, less);
    const Iterator behind = behind_equals(first, middle, last, less);
    if (std::min(middle - first, last - behind) < (last - first) / 16) --uneven;
    if (last - first > grain) {
      expect_wanted(stop);
      parallel_invoke([&, uneven] { quicksort(first, middle, grain, uneven, less, stop); },
                      [&, uneven] { quicksort(behind, last, grain, uneven, less, stop); });
      return;
    }
    quicksort(first, middle, grain, uneven, less, stop);
    first = behind;
  }
  std::sort(first, last, std::ref(less));
}

}  // namespace runtime

/// Sorts [first, last) by `less`, a strict weak order that may be called from several threads at the same time. On a worker
/// of `in` or a thread attached to it the caller takes part; another thread sleeps meanwhile. Any thread; blocking.
/// `grain`: elements that one thread sorts alone; 0: 4096. Throws what `less` and moving elements throw, and tasks_cancelled:
/// then the elements are there in any order, or as std::sort leaves them after an exception; and as async.
template <std::random_access_iterator Iterator, typename Less = std::less<>>
void parallel_sort(scheduler& in, Iterator first, Iterator last, Less less = {},
                   const algorithm_options& options = {}) {
  static_assert(!runtime::packs_bits<Iterator>, "parts of a std::vector<bool> cannot be written at the same time");
  runtime::expect_wanted(options.stop);
  if (last - first < 2) return;
  constexpr std::size_t by_itself = 4096;
  const auto grain = static_cast<std::ptrdiff_t>(
      std::min<std::size_t>(options.grain != 0 ? options.grain : by_itself, static_cast<std::size_t>(last - first)));
  const auto uneven = static_cast<unsigned>(std::bit_width(static_cast<std::size_t>(last - first)));
  runtime::run_inside(in, [&] { runtime::quicksort(first, last, grain, uneven, less, options.stop); });
}

}  // namespace wyn
