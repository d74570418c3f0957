// Every algorithm does what its sequential version does, over random ranges, grains, threads, throwing bodies and stops.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "property_tests/main.hpp"
#include "property_tests/scheduler/played_in.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/algorithms/parallel_for_each.hpp"
#include "wyn/algorithms/parallel_reduce.hpp"
#include "wyn/algorithms/parallel_scan.hpp"
#include "wyn/algorithms/parallel_sort.hpp"
#include "wyn/algorithms/parallel_stable_sort.hpp"
#include "wyn/algorithms/parallel_transform.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

using stress::accounts;
using stress::deadline;

// Where an algorithm is called, and how its range is divided.
struct setting {
  unsigned workers;
  bool attached;
  std::size_t grain;
};
setting any_setting() {
  return {*rc::gen::inRange(1U, 4U), *rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::size_t>(0, 40)};
}
template <typename Play>
void play_in(const setting& chosen, Play play) {
  properties::play_in(chosen.workers, chosen.attached, play);
}
template <typename Property>
void expect_holds(const std::string& name, Property property) {
  const deadline limit(name, std::chrono::seconds(100));
  EXPECT_TRUE(rc::check(name, property));
}

std::vector<int> any_numbers(int below = 1000) {
  return *rc::gen::container<std::vector<int>>(rc::gen::inRange(-below, below));
}
std::vector<int> many_numbers(int below) {
  auto some = any_numbers(below);
  for (std::size_t i = 0, n = some.size(); i < 40 * n; ++i) some.push_back(some[i] * 31 % below);
  return some;
}

TEST(algorithms, parallel_for_runs_each_position_once) {
  expect_holds("parallel_for", [] {
    const setting chosen = any_setting();
    const int first = *rc::gen::inRange(-300, 300);
    const int last = *rc::gen::inRange(-300, 300);
    accounts book(first < last ? static_cast<std::size_t>(last - first) : 0);
    play_in(chosen, [&](scheduler& workers) {
      parallel_for(workers, first, last, [&](int i) { book.ran(static_cast<std::size_t>(i - first)); }, {chosen.grain});
    });
    RC_ASSERT(book.count_unrun() == 0U);
  });
}

// What runs before the first that throws, in the range's order within a part, runs; nothing runs twice; one exception comes.
TEST(algorithms, parallel_for_passes_an_exception_on) {
  expect_holds("parallel_for with exceptions", [] {
    const setting chosen = any_setting();
    const std::size_t count = *rc::gen::inRange<std::size_t>(1, 300);
    const auto throwing = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, count));
    const auto throws = [&](std::size_t i) { return std::find(throwing.begin(), throwing.end(), i) != throwing.end(); };
    accounts book(count);
    bool thrown = false;
    play_in(chosen, [&](scheduler& workers) {
      try {
        parallel_for(workers, std::size_t{0}, count,
                     [&](std::size_t i) {
                       book.ran(i);
                       if (throws(i)) throw failed();
                     },
                     {chosen.grain});
      } catch (const failed&) {
        thrown = true;
      }
    });
    RC_ASSERT(thrown == !throwing.empty());
    RC_ASSERT(book.count_unrun() == 0U || thrown);
  });
}

TEST(algorithms, a_stopped_one_runs_no_part_twice_and_says_so) {
  expect_holds("stops", [] {
    const setting chosen = any_setting();
    const std::size_t count = *rc::gen::inRange<std::size_t>(1, 300);
    const std::size_t stops_at = *rc::gen::inRange<std::size_t>(0, 400);
    accounts book(count);
    std::stop_source stop;
    bool told = false;
    play_in(chosen, [&](scheduler& workers) {
      try {
        parallel_for(workers, std::size_t{0}, count,
                     [&](std::size_t i) {
                       book.ran(i);
                       if (i == stops_at) stop.request_stop();
                     },
                     {chosen.grain, stop.get_token()});
      } catch (const tasks_cancelled&) {
        told = true;
      }
    });
    RC_ASSERT(told == (book.count_unrun() != 0));
    RC_ASSERT(stops_at < count || !told);
  });
}

TEST(algorithms, for_each_and_transform) {
  expect_holds("for_each and transform", [] {
    const setting chosen = any_setting();
    const auto numbers = any_numbers();
    const auto other = *rc::gen::container<std::vector<int>>(numbers.size(), rc::gen::inRange(-1000, 1000));
    const auto twice = [](int n) { return 2 * n; };
    std::vector<int> expected(numbers.size());
    std::vector<int> sums(numbers.size());
    std::transform(numbers.begin(), numbers.end(), expected.begin(), twice);
    std::transform(numbers.begin(), numbers.end(), other.begin(), sums.begin(), std::plus{});
    play_in(chosen, [&](scheduler& workers) {
      const algorithm_options options{chosen.grain, {}};
      std::vector<int> in_place = numbers;
      parallel_for_each(
          workers, in_place, [](int& n) { n *= 2; }, options);
      RC_ASSERT(in_place == expected);
      std::list<int> linked(numbers.begin(), numbers.end());
      parallel_for_each(
          workers, linked, [](int& n) { n *= 2; }, options);
      RC_ASSERT(std::equal(linked.begin(), linked.end(), expected.begin(), expected.end()));
      std::vector<int> written(numbers.size());
      RC_ASSERT(parallel_transform(workers, numbers.begin(), numbers.end(), written.begin(), twice, options) ==
                written.end());
      RC_ASSERT(written == expected);
      parallel_transform(workers, numbers.begin(), numbers.end(), other.begin(), written.begin(), std::plus{}, options);
      RC_ASSERT(written == sums);
    });
  });
}

// Strings: their concatenation is associative and not commutative.
TEST(algorithms, reduce_and_scan) {
  expect_holds("reduce and scan", [] {
    const setting chosen = any_setting();
    std::vector<std::string> words;
    for (const int n : any_numbers()) words.push_back(std::to_string(n));
    const std::string begin = words.empty() ? "x" : "";  // an identity where it is used more than once
    std::vector<std::string> inclusive(words.size());
    std::vector<std::string> exclusive(words.size());
    std::inclusive_scan(words.begin(), words.end(), inclusive.begin(), std::plus{}, begin);
    std::exclusive_scan(words.begin(), words.end(), exclusive.begin(), begin, std::plus{});
    play_in(chosen, [&](scheduler& workers) {
      const algorithm_options options{chosen.grain, {}};
      RC_ASSERT(parallel_reduce(
                    workers, words.begin(), words.end(), begin, [](auto i) { return *i; }, std::plus{}, options) ==
                std::accumulate(words.begin(), words.end(), begin));
      std::vector<std::string> written(words.size());
      RC_ASSERT(parallel_inclusive_scan(workers, words.begin(), words.end(), written.begin(), begin, std::plus{},
                                        options) == written.end());
      RC_ASSERT(written == inclusive);
      parallel_exclusive_scan(workers, words.begin(), words.end(), written.begin(), begin, std::plus{}, options);
      RC_ASSERT(written == exclusive);
      written = words;
      parallel_exclusive_scan(workers, written.begin(), written.end(), written.begin(), begin, std::plus{}, options);
      RC_ASSERT(written == exclusive);
    });
  });
}

// Floating point sums depend on the parentheses: they are set by the length and the grain only.
TEST(algorithms, a_reduction_is_the_same_at_any_number_of_workers) {
  expect_holds("deterministic reductions", [] {
    std::vector<double> numbers;
    for (const int n : many_numbers(1000)) numbers.push_back(1.0 / (n + 0.1));
    const std::size_t grain = *rc::gen::inRange<std::size_t>(0, 100);
    std::vector<double> sums;
    for (unsigned threads = 1; threads <= 4; ++threads) {
      scheduler workers({.workers = threads});
      sums.push_back(parallel_reduce(workers, numbers.begin(), numbers.end(), 0.0, [](auto i) { return *i; },
                                     std::plus{}, {grain}));
    }
    RC_ASSERT(std::count(sums.begin(), sums.end(), sums[0]) == 4);
  });
}

// Few different numbers as well as many; owned ones, which cannot be copied; sorted by an order that is not the default.
TEST(algorithms, sorts) {
  expect_holds("sorts", [] {
    const setting chosen = any_setting();
    const auto numbers = many_numbers(*rc::gen::element(3, 50, 100'000));
    auto expected = numbers;
    std::sort(expected.begin(), expected.end());
    play_in(chosen, [&](scheduler& workers) {
      const algorithm_options options{chosen.grain * 8, {}};
      auto sorted = numbers;
      parallel_sort(workers, sorted.begin(), sorted.end(), std::less{}, options);
      RC_ASSERT(sorted == expected);
      std::vector<std::unique_ptr<int>> owned;
      for (const int n : numbers) owned.push_back(std::make_unique<int>(n));
      parallel_sort(
          workers, owned.begin(), owned.end(), [](const auto& a, const auto& b) { return *a > *b; }, options);
      RC_ASSERT(std::equal(owned.begin(), owned.end(), expected.rbegin(), expected.rend(),
                           [](const auto& a, int b) { return *a == b; }));
    });
  });
}

TEST(algorithms, stable_sorts) {
  expect_holds("stable sorts", [] {
    const setting chosen = any_setting();
    std::vector<std::pair<int, std::string>> numbered;
    for (const int n : many_numbers(20)) numbered.emplace_back(n, std::to_string(numbered.size()));
    const auto by_number = [](const auto& a, const auto& b) { return a.first < b.first; };
    auto expected = numbered;
    std::stable_sort(expected.begin(), expected.end(), by_number);
    play_in(chosen, [&](scheduler& workers) {
      auto sorted = numbered;
      parallel_stable_sort(workers, sorted.begin(), sorted.end(), by_number, {chosen.grain * 8, {}});
      RC_ASSERT(sorted == expected);
    });
  });
}

// A comparison that throws outside of a part, or a stop: no element is lost.
TEST(algorithms, a_sort_that_ends_early_loses_nothing) {
  expect_holds("sorts that end early", [] {
    const setting chosen = any_setting();
    auto numbers = many_numbers(1000);
    const auto comparisons = *rc::gen::inRange(0, 3000);
    const bool stable = *rc::gen::arbitrary<bool>();
    auto expected = numbers;
    std::sort(expected.begin(), expected.end());
    std::atomic<int> left{comparisons};
    std::stop_source stop;
    const auto less = [&](int a, int b) {
      if (left.fetch_sub(1) == 0) stop.request_stop();
      return a < b;
    };
    play_in(chosen, [&](scheduler& workers) {
      const algorithm_options options{chosen.grain * 4 + 1, stop.get_token()};
      try {
        if (stable) parallel_stable_sort(workers, numbers.begin(), numbers.end(), less, options);
        else parallel_sort(workers, numbers.begin(), numbers.end(), less, options);
      } catch (const tasks_cancelled&) {
        RC_ASSERT(stop.stop_requested());
      }
    });
    std::sort(numbers.begin(), numbers.end());
    RC_ASSERT(numbers == expected);
  });
}

}  // namespace
}  // namespace wyn::properties
