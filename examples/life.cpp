// life: Conway's game of life on a torus. Each generation is one phase: all rows of it at the same time, and none before
// the last generation is whole.
//
//   life [--size N] [--generations N] [--seed N] [--workers N] [--show]
//
// Prints how many cells live at the end, and a sum over where they are.
#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <numeric>
#include <utility>
#include <vector>

#include "wyn/algorithms/parallel_for.hpp"

namespace wyn::examples {
namespace {

class board {
 public:
  board(int size, std::uint64_t seed)
      : size_(size), cells_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size)) {
    for (std::uint8_t& cell : cells_) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;  // Knuth, MMIX
      cell = static_cast<std::uint8_t>(seed >> 63);
    }
  }

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] bool lives(int row, int column) const { return cells_[at(row, column)] != 0; }
  [[nodiscard]] int living() const { return std::accumulate(cells_.begin(), cells_.end(), 0); }
  [[nodiscard]] std::uint64_t sum() const {
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) all = all * 31 + cells_[i];
    return all;
  }
  /// This row of the next generation after `before`.
  void follow(const board& before, int row) {
    for (int column = 0; column < size_; ++column) {
      const int around = before.around(row, column);
      cells_[at(row, column)] = around == 3 || (around == 2 && before.lives(row, column)) ? 1 : 0;
    }
  }

 private:
  [[nodiscard]] std::size_t at(int row, int column) const {
    const auto wrapped = [this](int i) {
      return static_cast<std::size_t>(i < 0 ? i + size_ : i < size_ ? i : i - size_);
    };
    return wrapped(row) * static_cast<std::size_t>(size_) + wrapped(column);
  }
  [[nodiscard]] int around(int row, int column) const {
    int all = 0;
    for (int r = row - 1; r <= row + 1; ++r) {
      for (int c = column - 1; c <= column + 1; ++c) all += cells_[at(r, c)];
    }
    return all - cells_[at(row, column)];
  }

  int size_;
  std::vector<std::uint8_t> cells_;
};

void print(const board& of) {
  for (int row = 0; row < of.size(); ++row) {
    for (int column = 0; column < of.size(); ++column) std::putchar(of.lives(row, column) ? '#' : '.');
    std::putchar('\n');
  }
}

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  int size = 256;
  int generations = 100;
  std::uint64_t seed = 1;
  unsigned workers = 0;
  bool show = false;
  CLI::App command("Conway's game of life on a torus.");
  command.add_option("--size", size, "rows and columns")->check(CLI::Range(3, 20'000));
  command.add_option("--generations", generations, "how many follow the first")->check(CLI::Range(0, 1'000'000));
  command.add_option("--seed", seed, "of the first");
  command.add_option("--workers", workers, "threads; 0: as many as there are processors");
  command.add_flag("--show", show, "print the last one");
  CLI11_PARSE(command, argc, argv);
  wyn::scheduler crew({.workers = workers});
  wyn::examples::board now(size, seed);
  wyn::examples::board next = now;
  for (int i = 0; i < generations; ++i) {
    wyn::parallel_for(crew, 0, size, [&](int row) { next.follow(now, row); });
    std::swap(now, next);
  }
  if (show) print(now);
  std::printf("%d living, sum %016llx\n", now.living(), static_cast<unsigned long long>(now.sum()));
  return 0;
}
