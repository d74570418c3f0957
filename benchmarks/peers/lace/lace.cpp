// Lace, from a checkout: tasks that are forked and joined in order. The thread outside waits.
#include <lace.h>

#include "benchmarks/peers/protocol.hpp"

using wyn::benchmarks::board;
using wyn::benchmarks::tree_node;

// The arguments of a task are few: bigger ones are where its parent keeps them until it has joined.
TASK_1(std::uint64_t, forked_fib, unsigned, n) {
  if (n < 2) return n;
  SPAWN(forked_fib, n - 2);
  const std::uint64_t first = CALL(forked_fib, n - 1);
  return first + SYNC(forked_fib);
}

TASK_2(std::uint64_t, forked_skynet, std::uint64_t, first, std::uint64_t, leaves) {
  if (leaves == 1) return first;
  for (std::uint64_t i = 0; i < 10; ++i) SPAWN(forked_skynet, first + i * (leaves / 10), leaves / 10);
  std::uint64_t sum = 0;
  for (int i = 0; i < 10; ++i) sum += SYNC(forked_skynet);
  return sum;
}

TASK_3(std::uint64_t, forked_queens, int, size, int, row, const board*, placed) {
  if (row == size) return 1;
  std::array<board, 16> boards;
  int children = 0;
  for (int column = 0; column < size; ++column) {
    if (!wyn::benchmarks::is_safe(*placed, row, column)) continue;
    board& next = boards[static_cast<std::size_t>(children++)] = *placed;
    next[static_cast<std::size_t>(row)] = static_cast<signed char>(column);
    SPAWN(forked_queens, size, row + 1, &next);
  }
  std::uint64_t ways = 0;
  for (; children > 0; --children) ways += SYNC(forked_queens);
  return ways;
}

TASK_1(std::uint64_t, forked_nodes, std::uint64_t, state) {
  const tree_node from{state};
  const unsigned count = from.children();
  for (unsigned i = 0; i < count; ++i) SPAWN(forked_nodes, from.child(i).state);
  std::uint64_t nodes = 1;
  for (unsigned i = 0; i < count; ++i) nodes += SYNC(forked_nodes);
  return nodes;
}

VOID_TASK_1(forked_roots, std::vector<std::uint64_t>*, nodes) {
  for (std::size_t i = 0; i < nodes->size(); ++i) SPAWN(forked_nodes, tree_node{42}.child(i).state);
  for (std::size_t i = nodes->size(); i > 0; --i) (*nodes)[i - 1] = SYNC(forked_nodes);
}

namespace wyn::benchmarks {
namespace {

struct lace_peer {
  static constexpr abilities has{};

  class team {
   public:
    explicit team(unsigned threads) { lace_start(threads, 0); }
    ~team() { lace_stop(); }
    team(const team&) = delete;
    team& operator=(const team&) = delete;
    std::uint64_t fib(unsigned n) { return RUN(forked_fib, n); }
    std::uint64_t skynet(std::uint64_t leaves) { return RUN(forked_skynet, 0, leaves); }
    std::uint64_t queens(int size) {
      const board empty{};
      return RUN(forked_queens, size, 0, &empty);
    }
    std::vector<std::uint64_t> nodes_of_roots(std::size_t roots) {
      std::vector<std::uint64_t> nodes(roots);
      RUN(forked_roots, &nodes);
      return nodes;
    }
  };
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::lace_peer>(argc, argv);
}
