// loops: loops over bodies that are tiny, uneven or long, and a sort.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "benchmarks/algorithms/uneven.hpp"
#include "benchmarks/peers/works.hpp"

namespace wyn::benchmarks {

template <typename Peer>
figures time_tiny(typename Peer::team& team, std::vector<std::uint16_t>& seen) {
  const auto times = static_cast<std::uint16_t>(seen[0] + 1);
  std::uint16_t* const counts = seen.data();
  const auto start = clock_type::now();
  team.run([&] { Peer::for_each(seen.size(), [counts](std::size_t i) { ++counts[i]; }); });
  const double spent = nanoseconds_since(start);
  for (const std::uint16_t one : seen) expect(one == times, "a position of a loop");
  return {spent / 1e6};
}

template <typename Peer>
figures time_uneven(typename Peer::team& team, std::size_t bodies) {
  std::vector<std::uint32_t> results(bodies);
  const auto start = clock_type::now();
  team.run([&] { Peer::for_each(bodies, [&results](std::size_t i) { results[i] = uneven_work(i); }); });
  const double spent = nanoseconds_since(start);
  for (std::size_t i = 0; i < bodies; i += 7) expect(results[i] == uneven_work(i), "an uneven body");
  return {spent / 1e6};
}

/// A product of two square matrices, a row of the result at a time.
template <typename Peer>
figures time_matrices(typename Peer::team& team, std::size_t size) {
  std::vector<double> left(size * size);
  std::vector<double> right(size * size);
  std::vector<double> product(size * size);
  for (std::size_t i = 0; i < size * size; ++i) {
    left[i] = static_cast<double>(i % 7);
    right[i] = static_cast<double>(i % 5);
  }
  const auto start = clock_type::now();
  team.run([&] {
    Peer::for_each(size, [&](std::size_t row) {
      double* const out = &product[row * size];
      for (std::size_t k = 0; k < size; ++k) {
        const double factor = left[row * size + k];
        for (std::size_t column = 0; column < size; ++column) out[column] += factor * right[k * size + column];
      }
    });
  });
  const double spent = nanoseconds_since(start);
  double expected = 0;
  for (std::size_t k = 0; k < size; ++k) expected += left[(size - 1) * size + k] * right[k * size + size - 1];
  expect(product.back() == expected, "a product of matrices");
  return {spent / 1e6};
}

template <typename Peer>
figures time_sort(typename Peer::team& team, std::size_t count) {
  std::vector<std::uint32_t> values(count);
  std::mt19937 numbers(7);
  std::uint64_t sum = 0;
  for (std::uint32_t& each : values) sum += each = static_cast<std::uint32_t>(numbers());
  const auto start = clock_type::now();
  team.run([&] { Peer::sort(values.begin(), values.end()); });
  const double spent = nanoseconds_since(start);
  for (const std::uint32_t each : values) sum -= each;
  expect(sum == 0 && std::is_sorted(values.begin(), values.end()), "a sort");
  return {spent / 1e6};
}

}  // namespace wyn::benchmarks
