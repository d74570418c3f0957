// libfork, from a checkout: coroutines that fork and join, on its lazy pool.
#include <libfork.hpp>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

constexpr auto forked_fib = [](auto self, unsigned n) -> lf::task<std::uint64_t> {
  if (n < 2) co_return n;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  co_await lf::fork(&first, self)(n - 1);
  co_await lf::call(&second, self)(n - 2);
  co_await lf::join;
  co_return first + second;
};

constexpr auto forked_skynet = [](auto self, std::uint64_t first, std::uint64_t leaves) -> lf::task<std::uint64_t> {
  if (leaves == 1) co_return first;
  std::array<std::uint64_t, 10> sums{};
  for (std::uint64_t i = 0; i < sums.size(); ++i) {
    co_await lf::fork(&sums[i], self)(first + i * (leaves / 10), leaves / 10);
  }
  co_await lf::join;
  co_return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
};

constexpr auto forked_queens = [](auto self, int size, int row, board placed) -> lf::task<std::uint64_t> {
  if (row == size) co_return 1;
  std::array<std::uint64_t, 16> ways{};
  for (int column = 0; column < size; ++column) {
    if (!is_safe(placed, row, column)) continue;
    board next = placed;
    next[static_cast<std::size_t>(row)] = static_cast<signed char>(column);
    co_await lf::fork(&ways[static_cast<std::size_t>(column)], self)(size, row + 1, next);
  }
  co_await lf::join;
  co_return std::accumulate(ways.begin(), ways.end(), std::uint64_t{0});
};

constexpr auto forked_nodes = [](auto self, tree_node from) -> lf::task<std::uint64_t> {
  const unsigned count = from.children();
  if (count == 0) co_return 1;
  std::array<std::uint64_t, tree_node::children_at_most> nodes{};
  for (unsigned i = 0; i < count; ++i) co_await lf::fork(&nodes[i], self)(from.child(i));
  co_await lf::join;
  co_return std::accumulate(nodes.begin(), nodes.end(), std::uint64_t{1});
};

constexpr auto forked_roots = [](auto, std::vector<std::uint64_t>* nodes) -> lf::task<void> {
  for (std::size_t i = 0; i < nodes->size(); ++i) co_await lf::fork(&(*nodes)[i], forked_nodes)(tree_node{42}.child(i));
  co_await lf::join;
};

struct libfork_peer {
  static constexpr abilities has{};

  class team {
   public:
    explicit team(unsigned threads) : pool_(threads) {}
    std::uint64_t fib(unsigned n) { return lf::sync_wait(pool_, forked_fib, n); }
    std::uint64_t skynet(std::uint64_t leaves) { return lf::sync_wait(pool_, forked_skynet, std::uint64_t{0}, leaves); }
    std::uint64_t queens(int size) { return lf::sync_wait(pool_, forked_queens, size, 0, board{}); }
    std::vector<std::uint64_t> nodes_of_roots(std::size_t roots) {
      std::vector<std::uint64_t> nodes(roots);
      lf::sync_wait(pool_, forked_roots, &nodes);
      return nodes;
    }

   private:
    lf::lazy_pool pool_;
  };
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::libfork_peer>(argc, argv);
}
