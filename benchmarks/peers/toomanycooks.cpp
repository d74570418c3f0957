// TooManyCooks, from a checkout: coroutines that fork and join, on its executor. The thread outside waits.
#define TMC_IMPL
#include <tmc/all_headers.hpp>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

tmc::task<std::uint64_t> forked_fib(unsigned n) {
  if (n < 2) co_return n;
  const auto [first, second] = co_await tmc::spawn_tuple(forked_fib(n - 1), forked_fib(n - 2));
  co_return first + second;
}

tmc::task<std::uint64_t> forked_skynet(std::uint64_t first, std::uint64_t leaves) {
  if (leaves == 1) co_return first;
  std::array<tmc::task<std::uint64_t>, 10> children;
  for (std::uint64_t i = 0; i < children.size(); ++i) {
    children[i] = forked_skynet(first + i * (leaves / 10), leaves / 10);
  }
  const auto sums = co_await tmc::spawn_many<10>(children.begin());
  co_return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

tmc::task<std::uint64_t> forked_queens(int size, int row, board placed) {
  if (row == size) co_return 1;
  std::vector<tmc::task<std::uint64_t>> children;
  for (int column = 0; column < size; ++column) {
    if (!is_safe(placed, row, column)) continue;
    board next = placed;
    next[static_cast<std::size_t>(row)] = static_cast<signed char>(column);
    children.push_back(forked_queens(size, row + 1, next));
  }
  if (children.empty()) co_return 0;
  const auto ways = co_await tmc::spawn_many(children.begin(), children.size());
  co_return std::accumulate(ways.begin(), ways.end(), std::uint64_t{0});
}

tmc::task<std::uint64_t> forked_nodes(tree_node from) {
  if (from.children() == 0) co_return 1;
  std::array<tmc::task<std::uint64_t>, tree_node::children_at_most> children;
  for (unsigned i = 0; i < children.size(); ++i) children[i] = forked_nodes(from.child(i));
  const auto nodes = co_await tmc::spawn_many<tree_node::children_at_most>(children.begin());
  co_return std::accumulate(nodes.begin(), nodes.end(), std::uint64_t{1});
}

tmc::task<std::vector<std::uint64_t>> forked_roots(std::size_t roots) {
  std::vector<tmc::task<std::uint64_t>> children;
  for (std::size_t i = 0; i < roots; ++i) children.push_back(forked_nodes(tree_node{42}.child(i)));
  co_return co_await tmc::spawn_many(children.begin(), children.size());
}

struct toomanycooks_peer {
  static constexpr abilities has{};

  class team {
   public:
    explicit team(unsigned threads) { executor_.set_thread_count(threads).init(); }
    std::uint64_t fib(unsigned n) { return get(forked_fib(n)); }
    std::uint64_t skynet(std::uint64_t leaves) { return get(forked_skynet(0, leaves)); }
    std::uint64_t queens(int size) { return get(forked_queens(size, 0, board{})); }
    std::vector<std::uint64_t> nodes_of_roots(std::size_t roots) { return get(forked_roots(roots)); }

   private:
    template <typename Result>
    Result get(tmc::task<Result>&& task) {
      return tmc::post_waitable(executor_, std::move(task)).get();
    }
    tmc::ex_cpu executor_;
  };
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::toomanycooks_peer>(argc, argv);
}
