// Algorithms at their size: nested, at the ends of their types, beside each other; misuse is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/together.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/algorithms/parallel_for_each.hpp"
#include "wyn/algorithms/parallel_reduce.hpp"
#include "wyn/algorithms/parallel_scan.hpp"
#include "wyn/algorithms/parallel_sort.hpp"
#include "wyn/algorithms/parallel_stable_sort.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

TEST(scheduler_algorithms, nested_in_one_another_and_in_groups) {
  const deadline limit("nested algorithms");
  for (unsigned threads = 1; threads <= 3; ++threads) {
    scheduler workers({.workers = threads});
    constexpr std::size_t side = 40;
    accounts book(side * side * side);
    task_group group(workers);
    group.spawn([&] {
      parallel_for(workers, std::size_t{0}, side, [&](std::size_t x) {
        parallel_for(workers, std::size_t{0}, side, [&](std::size_t y) {
          const auto of = [&](std::size_t z) { return (x * side + y) * side + z; };
          parallel_for_blocks(workers, std::size_t{0}, side, [&](std::size_t from, std::size_t to) {
            for (std::size_t z = from; z < to; ++z) book.ran(of(z));
          });
        });
      });
    });
    group.wait();
    book.expect_all_once();
  }
}

// From threads that are no workers, at the same time.
TEST(scheduler_algorithms, called_by_several_threads) {
  scheduler workers({.workers = 2});
  for_each_round([&](sync::random&) {
    accounts book(3000);
    run_together(2, [&](unsigned thread) {
      parallel_for(workers, 1000 * thread, 1000 * (thread + 1), [&](unsigned id) { book.ran(id); });
    });
    book.expect_all_once();
  });
}

template <typename T>
std::uint64_t count_all_of() {
  scheduler workers({.workers = 2});
  return parallel_reduce(
      workers, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), std::uint64_t{0},
      [](T) { return std::uint64_t{1}; }, std::plus{});
}
TEST(scheduler_algorithms, whole_types_and_ends_of_types) {
  EXPECT_EQ(count_all_of<std::int8_t>(), 255U);
  EXPECT_EQ(count_all_of<std::uint8_t>(), 255U);
  EXPECT_EQ(count_all_of<std::int16_t>(), 65535U);
  scheduler workers({.workers = 2});
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  std::atomic<std::uint64_t> seen{0};
  parallel_for(workers, most - 100, most, [&](std::int64_t i) { seen += i > 0 ? 1 : 0; });
  parallel_for_blocks(workers, least, least + 100,
                      [&](std::int64_t from, std::int64_t to) { seen += static_cast<std::uint64_t>(to - from); }, {7});
  EXPECT_EQ(seen, 200U);
  parallel_for(workers, 5, 5, [](int) { FAIL() << "an empty range has no position"; });
  parallel_for(workers, 5, -5, [](int) { FAIL() << "a range that ends before it begins is empty"; });
  parallel_for(workers, 0U, 10U, [](unsigned) {}, {std::numeric_limits<std::size_t>::max()});
}

// An end that the first position's type cannot be would become another one by a conversion.
TEST(scheduler_algorithms, ends_that_are_too_large) {
  scheduler workers({.workers = 2});
  std::atomic<std::uint64_t> ran{0};
  const auto count = [&ran](auto) { ++ran; };
  EXPECT_THROW(parallel_for(workers, 0, std::size_t{1} << 31, count), std::out_of_range);
  EXPECT_THROW(parallel_for(workers, 0, (std::size_t{1} << 32) + 5, count), std::out_of_range);
  EXPECT_THROW(parallel_for(workers, 0U, -1, count), std::out_of_range);
  EXPECT_THROW(parallel_for_blocks(workers, 'a', 300, [](char, char) {}), std::out_of_range);
  const auto sum = [&] {
    return parallel_reduce(
        workers, 0, std::int64_t{1} << 40, 0, [](int i) { return i; }, std::plus<>());
  };
  EXPECT_THROW(static_cast<void>(sum()), std::out_of_range);
  EXPECT_EQ(ran, 0U);
  parallel_for(workers, 0, std::size_t{7}, count);
  parallel_for(workers, std::int64_t{-3}, 2, count);
  EXPECT_EQ(ran, 12U);
}

TEST(scheduler_algorithms, a_range_whose_end_lies_before_it_is_empty) {
  scheduler workers({.workers = 2});
  std::vector<int> some{3, 1, 2};
  parallel_stable_sort(workers, some.end(), some.begin());
  parallel_sort(workers, some.end(), some.begin());
  EXPECT_EQ(some, (std::vector<int>{3, 1, 2}));
}

TEST(scheduler_algorithms, ten_million_positions) {
  scheduler workers({.workers = 2});
  constexpr int count = 10'000'000;
  std::vector<std::uint8_t> times(static_cast<std::size_t>(count));
  parallel_for(workers, 0, count, [&](int i) { ++times[static_cast<std::size_t>(i)]; });
  EXPECT_TRUE(std::all_of(times.begin(), times.end(), [](std::uint8_t n) { return n == 1; }));
}

// Patterns that make a bad pivot likely, or a merge uneven.
std::vector<int> pattern(unsigned which, std::size_t count, sync::random& choices) {
  std::vector<int> made(count);
  for (std::size_t i = 0; i < count; ++i) {
    const int n = static_cast<int>(i);
    const int half = static_cast<int>(count / 2);
    switch (which) {
      case 0: made[i] = static_cast<int>(choices.below(1'000'000)); break;
      case 1: made[i] = n; break;
      case 2: made[i] = -n; break;
      case 3: made[i] = 7; break;
      case 4: made[i] = n < half ? n : -n; break;
      case 5: made[i] = n % 8; break;
      default: made[i] = n % 2 == 0 ? n : half; break;
    }
  }
  return made;
}
TEST(scheduler_algorithms, sorts_of_every_pattern) {
  scheduler workers({.workers = 2});
  sync::random choices{given().seed};
  for (unsigned which = 0; which < 7; ++which) {
    for (const std::size_t count : {0U, 1U, 2U, 65U, 4097U, 100'000U}) {
      const auto numbers = pattern(which, count, choices);
      auto expected = numbers;
      std::sort(expected.begin(), expected.end());
      auto sorted = numbers;
      parallel_sort(workers, sorted.begin(), sorted.end());
      EXPECT_EQ(sorted, expected) << "pattern " << which << " of " << count;
      sorted = numbers;
      parallel_stable_sort(workers, sorted.begin(), sorted.end());
      EXPECT_EQ(sorted, expected) << "stable, pattern " << which << " of " << count;
    }
  }
}

TEST(scheduler_algorithms, a_comparison_that_throws_comes_out) {
  scheduler workers({.workers = 2});
  std::vector<std::string> words;
  for (int i = 0; i < 20'000; ++i) words.push_back(std::to_string(i * 7919 % 20'000));
  std::atomic<int> left{30'000};
  const auto less = [&](const std::string& a, const std::string& b) {
    if (left.fetch_sub(1) == 0) throw std::runtime_error("no comparison left");
    return a < b;
  };
  EXPECT_THROW(parallel_sort(workers, words.begin(), words.end(), less), std::runtime_error);
  left = 30'000;
  EXPECT_THROW(parallel_stable_sort(workers, words.begin(), words.end(), less), std::runtime_error);
}

TEST(scheduler_algorithms, stopped_before_they_begin) {
  scheduler workers({.workers = 1});
  std::stop_source stop;
  stop.request_stop();
  const algorithm_options stopped{0, stop.get_token()};
  std::vector<int> numbers{3, 2, 1};
  const auto nothing = [](auto&&...) { FAIL() << "a part ran"; };
  EXPECT_THROW(parallel_for(workers, 0, 10, nothing, stopped), tasks_cancelled);
  EXPECT_THROW(parallel_for_each(workers, numbers, nothing, stopped), tasks_cancelled);
  EXPECT_THROW(parallel_sort(workers, numbers.begin(), numbers.end(), std::less{}, stopped), tasks_cancelled);
  EXPECT_THROW(parallel_stable_sort(workers, numbers.begin(), numbers.end(), std::less{}, stopped), tasks_cancelled);
  EXPECT_THROW(static_cast<void>(parallel_reduce(
                   workers, 0, 10, 0, [](int n) { return n; }, std::plus{}, stopped)),
               tasks_cancelled);
  EXPECT_EQ(numbers, (std::vector{3, 2, 1}));
  parallel_for(workers, 0, 0, nothing, stopped);
}

TEST(scheduler_algorithms, after_the_shutdown) {
  scheduler workers({.workers = 1});
  workers.shutdown();
  EXPECT_THROW(parallel_for(workers, 0, 10, [](int) {}), scheduler_closed);
}

}  // namespace
}  // namespace wyn::stress
