// word_count: how often each word occurs in files, as `tr -s '[:space:]' '\n' | LC_ALL=C sort | uniq -c` says it.
//
//   word_count FILE...
//
// A file that cannot be read is named on standard error; the others are counted, and the exit status is 1.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "examples/files.hpp"
#include "wyn/algorithms/parallel_for_each.hpp"
#include "wyn/algorithms/parallel_reduce.hpp"
#include "wyn/algorithms/parallel_sort.hpp"

namespace wyn::examples {
namespace {

constexpr std::size_t block = 1 << 20;  // bytes that one task counts
constexpr std::string_view white = " \t\n\v\f\r";

struct file {
  std::string name;
  std::string text;
  std::string error;
};
using counts = std::unordered_map<std::string_view, std::uint64_t>;

// Cut between words, so that none is counted in halves.
std::vector<std::string_view> blocks_of(const std::vector<file>& files) {
  std::vector<std::string_view> blocks;
  for (const file& each : files) {
    std::string_view rest = each.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(white, std::min(block, rest.size())), rest.size());
      blocks.push_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }
  return blocks;
}

counts count_words(std::string_view text) {
  counts words;
  for (std::size_t begin = text.find_first_not_of(white); begin != text.npos; begin = text.find_first_not_of(white)) {
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(white), text.size());
    ++words[text.substr(0, end)];
    text.remove_prefix(end);
  }
  return words;
}

counts merged(counts some, counts others) {
  if (some.size() < others.size()) std::swap(some, others);
  for (const auto& [word, times] : others) some[word] += times;
  return some;
}

void read(std::vector<file>& files, scheduler& workers) {
  parallel_for_each(workers, files.begin(), files.end(), [](file& each) {
    try {
      each.text = read_file(each.name);
    } catch (const std::exception& error) {
      each.error = error.what();
    }
  });
}

void print(const counts& words, scheduler& workers) {
  std::vector<std::pair<std::string_view, std::uint64_t>> sorted(words.begin(), words.end());
  parallel_sort(workers, sorted.begin(), sorted.end());
  for (const auto& [word, times] : sorted) {
    std::printf("%7llu ", static_cast<unsigned long long>(times));
    std::fwrite(word.data(), 1, word.size(), stdout);  // it may have a null byte
    std::putchar('\n');
  }
}

int main_with(const std::vector<std::string>& names) {
  scheduler workers;
  std::vector<file> files;
  for (const std::string& name : names) files.push_back({name, "", ""});
  read(files, workers);
  const auto blocks = blocks_of(files);
  const auto count = [](auto each) { return count_words(*each); };
  print(parallel_reduce(workers, blocks.begin(), blocks.end(), counts{}, count, merged), workers);
  int status = 0;
  for (const file& each : files) {
    if (each.error.empty()) continue;
    std::cerr << "word_count: " << each.error << '\n';
    status = 1;
  }
  return status;
}

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  CLI::App command("How often each word occurs in files.");
  std::vector<std::string> names;
  command.add_option("files", names, "the files")->required();
  CLI11_PARSE(command, argc, argv);
  return wyn::examples::main_with(names);
}
