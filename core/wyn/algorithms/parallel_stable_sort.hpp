// parallel_stable_sort: sorts a range; equal elements keep their order.
//
// Merge sort: the elements move into a buffer of the same length and back, level by level; halves are sorted and merged by
// forks. A merge is divided at the middle of its longer half and the place where that belongs in the other one (Cormen et
// al., Introduction to Algorithms, chapter on multithreaded merge sort).
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

#include "wyn/algorithms/parts.hpp"
#include "wyn/lockfree/first_exception.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn {

namespace runtime {

/// Room for `count` elements, which its user constructs and destroys.
template <typename T>
class raw_buffer {
 public:
  /// Throws std::bad_alloc.
  explicit raw_buffer(std::size_t count) : count_(count), memory_(sync::allocate(count * sizeof(T), alignof(T))) {}
  raw_buffer(const raw_buffer&) = delete;
  raw_buffer& operator=(const raw_buffer&) = delete;
  ~raw_buffer() { sync::deallocate(memory_, count_ * sizeof(T), alignof(T)); }

  [[nodiscard]] T* begin() const noexcept { return static_cast<T*>(memory_); }

 private:
  const std::size_t count_;
  void* const memory_;
};

/// One sort. Whatever is thrown meanwhile is kept until its end: what remains is moved where it belongs, unsorted, so that no
/// element is lost between the buffer and its place.
template <typename Less>
class merge_sorter {
 public:
  merge_sorter(Less& less, std::size_t grain, const std::stop_token& stop) noexcept
      : less_(less), grain_(std::max<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(grain))), stop_(stop) {}

  /// Sorts what lies in `here`, into `here` or into `there`, whose elements are moved from.
  template <typename Here, typename There>
  void sort(Here here, There there, std::ptrdiff_t count, bool into_there) noexcept {
    if (count <= grain_) {
      unless_failed([&] {
        expect_wanted(stop_);
        std::stable_sort(here, here + count, std::ref(less_));
      });
      if (into_there) std::move(here, here + count, there);
      return;
    }
    const auto half = count / 2;
    parallel_invoke([&] { sort(here, there, half, !into_there); },
                    [&] { sort(here + half, there + half, count - half, !into_there); });
    if (into_there) merge(here, here + half, here + half, here + count, there);
    else merge(there, there + half, there + half, there + count, here);
  }

  /// Throws what was kept.
  void end() {
    if (std::exception_ptr thrown = thrown_.take().first) std::rethrow_exception(std::move(thrown));
  }

 private:
  template <typename Action>
  void unless_failed(Action action) noexcept {
    if (failed_.taken()) return;
    std::exception_ptr thrown;
    try {
      return action();
    } catch (...) {
      thrown = std::current_exception();
    }
    static_cast<void>(failed_.take());
    thrown_.capture(std::move(thrown));
  }

  template <typename From, typename To>
  void merge(From left, From left_end, From right, From right_end, To to) noexcept {
    const auto left_count = left_end - left;
    const auto right_count = right_end - right;
    if (left_count + right_count <= grain_) return merge_alone(left, left_end, right, right_end, to);
    From left_middle = left + left_count / 2;
    From right_middle = right + right_count / 2;
    unless_failed([&] {
      if (left_count >= right_count) right_middle = std::lower_bound(right, right_end, *left_middle, std::ref(less_));
      else left_middle = std::upper_bound(left, left_end, *right_middle, std::ref(less_));
    });
    const To to_middle = to + (left_middle - left) + (right_middle - right);
    parallel_invoke([&] { merge(left, left_middle, right, right_middle, to); },
                    [&] { merge(left_middle, left_end, right_middle, right_end, to_middle); });
  }

  template <typename From, typename To>
  void merge_alone(From left, From left_end, From right, From right_end, To to) noexcept {
    unless_failed([&] {
      while (left != left_end && right != right_end) {
        const bool from_right = less_(*right, *left);
        *to++ = std::move(from_right ? *right++ : *left++);
      }
    });
    std::move(right, right_end, std::move(left, left_end, to));
  }

  Less& less_;
  const std::ptrdiff_t grain_;  // at least 2: a merge of two may not get shorter by being divided
  const std::stop_token& stop_;
  seat failed_;
  first_exception thrown_;
};

template <typename Iterator, typename Less>
void stable_sort_with_buffer(scheduler& in, Iterator first, std::size_t count, std::size_t grain, Less& less,
                             const std::stop_token& stop) {
  using element = std::iter_value_t<Iterator>;
  const raw_buffer<element> buffer(count);
  merge_sorter<Less> sorter(less, grain, stop);
  // Once it has begun nothing in it throws and nobody stops it, so every element of the buffer begins and ends.
  run_inside(in, [&] {
    const auto to_buffer = [&](std::size_t begin, std::size_t end) {
      std::uninitialized_move(advanced(first, begin), advanced(first, end), buffer.begin() + begin);
    };
    halve(0, count, grain, to_buffer);
    sorter.sort(buffer.begin(), first, static_cast<std::ptrdiff_t>(count), true);
    std::destroy_n(buffer.begin(), count);
  });
  sorter.end();
}

}  // namespace runtime

/// Sorts [first, last) by `less`, as parallel_sort, with equal elements in the order that they had. It needs room for as many
/// elements again; elements whose move may throw are sorted by std::stable_sort on the calling thread.
/// Throws as parallel_sort, std::bad_alloc before anything has moved. Stopped, it leaves all elements there in some order.
template <std::random_access_iterator Iterator, typename Less = std::less<>>
void parallel_stable_sort(scheduler& in, Iterator first, Iterator last, Less less = {},
                          const algorithm_options& options = {}) {
  static_assert(!runtime::packs_bits<Iterator>, "parts of a std::vector<bool> cannot be written at the same time");
  using element = std::iter_value_t<Iterator>;
  const std::size_t count = runtime::distance_of(first, last);
  const std::size_t grain = options.grain != 0 ? options.grain : std::size_t{4096};
  runtime::expect_wanted(options.stop);
  if (count < 2) return;
  if constexpr (std::is_nothrow_move_constructible_v<element> && std::is_nothrow_move_assignable_v<element>) {
    if (count > grain) return runtime::stable_sort_with_buffer(in, first, count, grain, less, options.stop);
  }
  std::stable_sort(first, last, std::ref(less));
}

}  // namespace wyn
