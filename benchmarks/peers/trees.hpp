// trees: works that fork and join, and trees of groups.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "benchmarks/peers/works.hpp"

namespace wyn::benchmarks {

/// A peer of coroutines has to write them itself, as members of its team: fib, skynet, queens and nodes_of_roots.
template <typename Peer>
concept has_own_trees = requires(typename Peer::team& team) {
  { team.fib(1U) } -> std::convertible_to<std::uint64_t>;
};

template <typename Peer>
std::uint64_t fib(unsigned n) {
  if (n < 2) return n;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  Peer::both([&] { first = fib<Peer>(n - 1); }, [&] { second = fib<Peer>(n - 2); });
  return first + second;
}

inline std::uint64_t calls_of_fib(unsigned n) {
  std::uint64_t before = 1;
  std::uint64_t calls = 1;
  for (unsigned i = 2; i <= n; ++i) before = std::exchange(calls, calls + before + 1);
  return calls;
}

inline std::uint64_t value_of_fib(unsigned n) {
  std::uint64_t value = 0;
  std::uint64_t next = 1;
  for (unsigned i = 0; i < n; ++i) value = std::exchange(next, value + next);
  return value;
}

template <typename Peer>
figures time_fib(typename Peer::team& team, std::size_t n) {
  std::uint64_t value = 0;
  const auto start = clock_type::now();
  if constexpr (has_own_trees<Peer>) value = team.fib(static_cast<unsigned>(n));
  else team.run([&] { value = fib<Peer>(static_cast<unsigned>(n)); });
  const double spent = nanoseconds_since(start);
  expect(value == value_of_fib(static_cast<unsigned>(n)), "fib");
  return {spent / static_cast<double>(calls_of_fib(static_cast<unsigned>(n)))};
}

// --- trees of groups

template <typename Peer>
std::uint64_t skynet(std::uint64_t first, std::uint64_t leaves) {
  if (leaves == 1) return first;
  std::array<std::uint64_t, 10> sums{};
  typename Peer::group children;
  for (std::uint64_t i = 0; i < sums.size(); ++i) {
    children.spawn([&sums, first, leaves, i] { sums[i] = skynet<Peer>(first + i * (leaves / 10), leaves / 10); });
  }
  children.wait();
  return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

template <typename Peer>
figures time_skynet(typename Peer::team& team, std::size_t leaves) {
  std::uint64_t sum = 0;
  const auto start = clock_type::now();
  if constexpr (has_own_trees<Peer>) sum = team.skynet(leaves);
  else team.run([&] { sum = skynet<Peer>(0, leaves); });
  const double spent = nanoseconds_since(start);
  expect(sum == leaves * (leaves - 1) / 2, "skynet");
  return {spent / static_cast<double>((leaves * 10 - 1) / 9)};
}

using board = std::array<signed char, 16>;

inline bool is_safe(const board& queens, int row, int column) {
  for (int above = 0; above < row; ++above) {
    const int away = queens[static_cast<std::size_t>(above)] - column;
    if (away == 0 || away == row - above || away == above - row) return false;
  }
  return true;
}

template <typename Peer>
std::uint64_t queens(int size, int row, const board& placed) {
  if (row == size) return 1;
  std::array<std::uint64_t, 16> ways{};
  typename Peer::group children;
  for (int column = 0; column < size; ++column) {
    if (!is_safe(placed, row, column)) continue;
    children.spawn([&ways, &placed, size, row, column] {
      board next = placed;
      next[static_cast<std::size_t>(row)] = static_cast<signed char>(column);
      ways[static_cast<std::size_t>(column)] = queens<Peer>(size, row + 1, next);
    });
  }
  children.wait();
  return std::accumulate(ways.begin(), ways.end(), std::uint64_t{0});
}

template <typename Peer>
figures time_queens(typename Peer::team& team, std::size_t size) {
  constexpr std::array<std::uint64_t, 15> known{1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596};
  expect(size < known.size(), "queens are known up to 14");
  std::uint64_t ways = 0;
  const auto start = clock_type::now();
  if constexpr (has_own_trees<Peer>) ways = team.queens(static_cast<int>(size));
  else team.run([&] { ways = queens<Peer>(static_cast<int>(size), 0, board{}); });
  const double spent = nanoseconds_since(start);
  expect(ways == known[size], "queens");
  return {spent / 1e6};
}

/// The binomial tree of the Unbalanced Tree Search benchmark (Olivier et al., LCPC 2006), whose nodes are split by
/// SplitMix64 (Steele et al., OOPSLA 2014) instead of SHA-1: a root with many children, then eight each with a chance of
/// just below one eighth.
struct tree_node {
  std::uint64_t state;
  static constexpr unsigned children_at_most = 8;
  static constexpr double chance = 0.1245;

  [[nodiscard]] tree_node child(std::uint64_t which) const {
    std::uint64_t z = state + (which + 1) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return {z ^ (z >> 31)};
  }
  [[nodiscard]] unsigned children() const {
    return static_cast<double>(state >> 11) * 0x1p-53 < chance ? children_at_most : 0;
  }
};

inline std::uint64_t nodes_alone(tree_node from) {
  std::uint64_t nodes = 0;
  for (std::vector<tree_node> left{from}; !left.empty();) {
    const tree_node node = left.back();
    left.pop_back();
    ++nodes;
    for (unsigned i = 0; i < node.children(); ++i) left.push_back(node.child(i));
  }
  return nodes;
}

template <typename Peer>
std::uint64_t nodes_below(tree_node from) {
  const unsigned count = from.children();
  if (count == 0) return 1;
  std::array<std::uint64_t, tree_node::children_at_most> nodes{};
  typename Peer::group children;
  for (unsigned i = 0; i < count; ++i) {
    children.spawn([&nodes, from, i] { nodes[i] = nodes_below<Peer>(from.child(i)); });
  }
  children.wait();
  return std::accumulate(nodes.begin(), nodes.end(), std::uint64_t{1});
}

/// The nodes below each child of the root.
template <typename Peer>
std::vector<std::uint64_t> nodes_of_roots(std::size_t roots) {
  std::vector<std::uint64_t> nodes(roots);
  typename Peer::group children;
  for (std::size_t i = 0; i < roots; ++i) {
    children.spawn([&nodes, i] { nodes[i] = nodes_below<Peer>(tree_node{42}.child(i)); });
  }
  children.wait();
  return nodes;
}

template <typename Peer>
figures time_tree(typename Peer::team& team, std::size_t roots) {
  static const std::vector<std::uint64_t> expected = [roots] {
    std::vector<std::uint64_t> counts(roots);
    for (std::size_t i = 0; i < roots; ++i) counts[i] = nodes_alone(tree_node{42}.child(i));
    return counts;
  }();
  std::vector<std::uint64_t> nodes;
  const auto start = clock_type::now();
  if constexpr (has_own_trees<Peer>) nodes = team.nodes_of_roots(roots);
  else team.run([&] { nodes = nodes_of_roots<Peer>(roots); });
  const double spent = nanoseconds_since(start);
  expect(nodes == expected, "the tree");
  return {spent / static_cast<double>(std::accumulate(nodes.begin(), nodes.end(), std::uint64_t{0}))};
}

}  // namespace wyn::benchmarks
