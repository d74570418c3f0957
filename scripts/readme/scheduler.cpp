// What README's first block needs around it: @INCLUDES@ and @BLOCK@ stand for it.
@INCLUDES@
#include <wyn/algorithms/parallel_for.hpp>
#include <wyn/algorithms/parallel_pipeline.hpp>
#include <wyn/algorithms/parallel_sort.hpp>
#include <wyn/future.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace {

std::atomic<int> done{0};

void log(const char*) { ++done; }
void read(const std::string&) { ++done; }
void sort(std::vector<int>& numbers) { std::sort(numbers.begin(), numbers.end()); }

struct image {
  [[nodiscard]] std::size_t size() const { return 7; }
};
image load(const char*) { return {}; }
void use(std::size_t size) { done += size == 7 ? 1 : 0; }

constexpr int height = 100;
void draw_line(int) { ++done; }

struct block {
  int number;
};
std::optional<block> read_block(int& left) {
  if (left == 0) return std::nullopt;
  return block{left--};
}
block compress(block b) { return {2 * b.number}; }
void write(std::vector<int>& output, block b) { output.push_back(b.number); }

}  // namespace

int main() {
  const std::vector<std::string> files{"a", "b", "c"};
  std::vector<int> left{3, 1, 2};
  std::vector<int> right{6, 5, 4};
  std::vector<std::string> words{"to", "be", "or", "not"};
  int input = 50;
  std::vector<int> output;
  {
    @BLOCK@
  }
  const bool sorted = std::is_sorted(left.begin(), left.end()) && std::is_sorted(right.begin(), right.end()) &&
                      std::is_sorted(words.begin(), words.end());
  const bool in_order = output.size() == 50 && output.front() == 100 && output.back() == 2;
  return sorted && in_order && done == 1 + 3 + 1 + height ? 0 : 1;
}
