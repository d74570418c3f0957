// queens: in how many ways n queens stand on an n by n board without attacking each other.
//
//   queens [N, 12 by default]
#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>

#include "wyn/algorithms/parallel_reduce.hpp"

namespace wyn::examples {
namespace {

constexpr int most = 20;  // about a day

// What the queens placed so far attack in the next row, one bit a column.
struct attacked {
  std::uint32_t columns = 0;
  std::uint32_t left = 0;
  std::uint32_t right = 0;

  [[nodiscard]] attacked with(std::uint32_t queen) const {
    return {columns | queen, (left | queen) << 1, (right | queen) >> 1};
  }
};

std::uint64_t ways(scheduler& workers, int n, int row, const attacked& board);

std::uint64_t ways_below(scheduler& workers, int n, int row, const attacked& board, int column) {
  const std::uint32_t queen = 1U << column;
  const bool is_attacked = ((board.columns | board.left | board.right) & queen) != 0;
  return is_attacked ? 0 : ways(workers, n, row + 1, board.with(queen));
}

// The upper rows are divided among tasks, the lower ones are small.
std::uint64_t ways(scheduler& workers, int n, int row, const attacked& board) {
  if (row == n) return 1;
  const auto below = [&](int column) { return ways_below(workers, n, row, board, column); };
  if (row < n / 3) return parallel_reduce(workers, 0, n, std::uint64_t{0}, below, std::plus<>(), {.grain = 1});
  std::uint64_t sum = 0;
  for (int column = 0; column < n; ++column) sum += below(column);
  return sum;
}

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  int n = 12;
  CLI::App command("In how many ways n queens stand on a board without attacking each other.");
  command.add_option("n", n, "queens, and rows and columns of the board")->check(CLI::Range(0, wyn::examples::most));
  CLI11_PARSE(command, argc, argv);
  wyn::scheduler workers;
  std::printf("%llu\n", static_cast<unsigned long long>(wyn::examples::ways(workers, n, 0, {})));
  return 0;
}
