// works: what every peer does, with one and the same body; a peer says how.
//
// A peer is a type with
//   Peer::team(threads)      threads that compute, the calling one among them; run(f) calls f there
//   Peer::both(f, g)         inside run: f and g at the same time
//   Peer::group              inside run: spawn(f), wait()
//   Peer::pool(threads)      threads beside the calling one, which computes nothing; spawn(f), from anywhere
//   Peer::for_each(n, f), Peer::sort(first, last)      inside run
// It has those that `Peer::has` names; the protocol is in protocol.hpp.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/scheduler/tasks.hpp"

namespace wyn::benchmarks {

/// What a peer can do.
struct abilities {
  bool forks = false;
  bool groups = false;
  bool pool = false;
  bool loops = false;
  bool sorts = false;
};

using figures = std::vector<double>;

inline double nanoseconds_since(clock_type::time_point start) {
  return seconds_since(start) * 1e9;
}

// --- fork and join

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
  team.run([&] { value = fib<Peer>(static_cast<unsigned>(n)); });
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
  std::uint64_t sum = 0;
  for (const std::uint64_t each : sums) sum += each;
  return sum;
}

template <typename Peer>
figures time_skynet(typename Peer::team& team, std::size_t leaves) {
  std::uint64_t sum = 0;
  const auto start = clock_type::now();
  team.run([&] { sum = skynet<Peer>(0, leaves); });
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
  std::uint64_t sum = 0;
  for (const std::uint64_t each : ways) sum += each;
  return sum;
}

template <typename Peer>
figures time_queens(typename Peer::team& team, std::size_t size) {
  constexpr std::array<std::uint64_t, 15> known{1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596};
  expect(size < known.size(), "queens are known up to 14");
  std::uint64_t ways = 0;
  const auto start = clock_type::now();
  team.run([&] { ways = queens<Peer>(static_cast<int>(size), 0, board{}); });
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
  std::uint64_t sum = 1;
  for (const std::uint64_t each : nodes) sum += each;
  return sum;
}

template <typename Peer>
figures time_tree(typename Peer::team& team, std::size_t roots) {
  static const std::vector<std::uint64_t> expected = [roots] {
    std::vector<std::uint64_t> counts(roots);
    for (std::size_t i = 0; i < roots; ++i) counts[i] = nodes_alone(tree_node{42}.child(i));
    return counts;
  }();
  std::vector<std::uint64_t> nodes(roots);
  const auto start = clock_type::now();
  team.run([&] {
    typename Peer::group children;
    for (std::size_t i = 0; i < roots; ++i) {
      children.spawn([&nodes, i] { nodes[i] = nodes_below<Peer>(tree_node{42}.child(i)); });
    }
    children.wait();
  });
  const double spent = nanoseconds_since(start);
  expect(nodes == expected, "the tree");
  std::uint64_t sum = 0;
  for (const std::uint64_t each : nodes) sum += each;
  return {spent / static_cast<double>(sum)};
}

// --- spawn to all-complete, per task

template <typename Peer>
figures time_local(typename Peer::team& team, account& book, std::size_t tasks) {
  clock_type::time_point start;
  team.run([&] {
    typename Peer::group all;
    start = clock_type::now();
    for (std::size_t id = 0; id < tasks; ++id) all.spawn([&book, id] { book.ran(id); });
    all.wait();
  });
  const double spent = nanoseconds_since(start);
  book.check();
  return {spent / static_cast<double>(tasks)};
}

template <typename Peer>
figures time_outside(typename Peer::pool& pool, account& book, std::size_t tasks) {
  const auto start = clock_type::now();
  for (std::size_t id = 0; id < tasks; ++id) pool.spawn([&book, id] { book.ran(id); });
  book.wait();
  const double spent = nanoseconds_since(start);
  book.check();
  return {spent / static_cast<double>(tasks)};
}

/// A hundred million tasks, of which so many are outstanding.
template <typename Peer>
figures time_window(typename Peer::team& team, account& book, std::size_t window) {
  constexpr std::size_t all = 100'000'000;
  double spent = 0;
  for (std::size_t done = 0; done < all; done += window) spent += time_local<Peer>(team, book, window)[0];
  return {spent / static_cast<double>(all / window)};
}

// --- loops

inline std::uint32_t uneven_work(std::size_t i) {
  const auto steps = static_cast<std::uint32_t>(i * 7919U % 2000U * (i % 97 == 0 ? 20U : 1U));
  auto value = static_cast<std::uint32_t>(i);
  for (std::uint32_t k = 0; k < steps; ++k) value = value * 1664525U + 1013904223U;
  return value;
}

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

// --- from sleep, and under load

struct noted {
  std::atomic<bool> begun{false};
  clock_type::time_point start;
  double took = 0;  // ns

  void begins() {
    took = nanoseconds_since(start);
    begun.store(true, std::memory_order_release);
  }
  double wait() {
    while (!begun.load(std::memory_order_acquire)) ::usleep(20);
    begun.store(false, std::memory_order_relaxed);
    return took / 1e3;
  }
};

inline figures quantiles_of(series taken) {
  return {taken.quantile(0.5), taken.quantile(0.99), taken.quantile(0.999)};
}

/// From a spawn into an idle pool to the start of the task: us, median, p99 and p99.9.
template <typename Peer>
figures time_wake(typename Peer::pool& pool, std::size_t samples) {
  noted one;
  series taken;
  for (std::size_t i = 0; i < samples; ++i) {
    ::usleep(500);
    one.start = clock_type::now();
    pool.spawn([&one] { one.begins(); });
    taken.values.push_back(one.wait());
  }
  return quantiles_of(taken);
}

/// The same while chains of 1 us tasks, each of which spawns the next one, have all threads busy.
template <typename Peer>
class busy_pool {
 public:
  busy_pool(typename Peer::pool& pool, unsigned chains) : pool_(pool), left_(chains) {
    for (unsigned i = 0; i < chains; ++i) next();
  }
  ~busy_pool() {
    over_ = true;
    while (left_ != 0) ::usleep(100);
  }
  busy_pool(const busy_pool&) = delete;
  busy_pool& operator=(const busy_pool&) = delete;

 private:
  void next() {
    pool_.spawn([this] { run(); });
  }
  void run() {
    const auto start = clock_type::now();
    while (nanoseconds_since(start) < 1000) {
    }
    if (!over_) next();
    else --left_;
  }

  typename Peer::pool& pool_;
  std::atomic<bool> over_{false};
  std::atomic<unsigned> left_;
};

template <typename Peer>
figures time_urgent(typename Peer::pool& pool, std::size_t samples, unsigned threads) {
  const busy_pool<Peer> load(pool, 16 * threads);
  noted one;
  series taken;
  for (std::size_t i = 0; i < samples; ++i) {
    ::usleep(500);
    one.start = clock_type::now();
    pool.spawn([&one] { one.begins(); });
    taken.values.push_back(one.wait());
  }
  return quantiles_of(taken);
}

inline double processor_milliseconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto milliseconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) * 1e-3;
  };
  return milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
}

/// Processor time per second of a pool that has nothing to do, ms.
template <typename Peer>
figures time_idle(typename Peer::pool& pool, std::size_t seconds) {
  account book(1000);
  static_cast<void>(time_outside<Peer>(pool, book, 1000));
  ::usleep(500'000);
  const double before = processor_milliseconds();
  ::sleep(static_cast<unsigned>(seconds));
  return {(processor_milliseconds() - before) / static_cast<double>(seconds)};
}

inline double resident_bytes() {
  std::ifstream statistics("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statistics >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Resident bytes per task, of tasks that wait for busy threads.
template <typename Peer>
figures measure_memory(typename Peer::pool& pool, std::size_t tasks, unsigned threads) {
  std::atomic<bool> over{false};
  std::atomic<unsigned> held{0};
  account book(tasks);
  for (unsigned i = 0; i < threads; ++i) {
    pool.spawn([&] {
      ++held;
      while (!over) ::usleep(1000);
    });
  }
  while (held != threads) ::usleep(100);
  const double before = resident_bytes();
  for (std::size_t id = 0; id < tasks; ++id) pool.spawn([&book, id] { book.ran(id); });
  const double grown = resident_bytes() - before;
  over = true;
  book.wait();
  book.check();
  return {grown / static_cast<double>(tasks)};
}

}  // namespace wyn::benchmarks
