#include "property_tests/deque/program.hpp"

#include <algorithm>
#include <iostream>
#include <numeric>

namespace wyn::properties {

std::string shape_of(const program& written) {
  std::string text = written.prologue + ':';
  for (std::size_t i = 0; i < written.words.size(); ++i) text += (i == 0 ? "" : "|") + written.words[i];
  return text;
}

unsigned operations_of(const program& written) {
  return std::accumulate(written.words.begin(), written.words.end(), static_cast<unsigned>(written.prologue.size()),
                         [](unsigned sum, auto& word) { return sum + static_cast<unsigned>(word.size()); });
}

std::string to_text(const program& written) {
  return shape_of(written) + (written.bounded ? " bounded" : " growable") +
         " capacity=" + std::to_string(written.capacity) + " first_index=" + std::to_string(written.first_index);
}

std::ostream& operator<<(std::ostream& out, const program& written) {
  return out << to_text(written);
}

namespace {

void without_threads(const program& written, std::vector<program>& found) {
  for (std::size_t i = 1; i < written.words.size(); ++i) {
    program next = written;
    next.words.erase(next.words.begin() + static_cast<std::ptrdiff_t>(i));
    found.push_back(next);
  }
}

// `word` belongs to `written`: it is shortened in place for each copy and put back.
void with_shorter(program& written, std::string& word, std::size_t by, std::vector<program>& found) {
  const std::string whole = word;
  for (std::size_t at = 0; at + by <= whole.size(); ++at) {
    word = whole.substr(0, at) + whole.substr(at + by);
    found.push_back(written);
  }
  word = whole;
}

void without_operations(program written, std::size_t by, std::vector<program>& found) {
  with_shorter(written, written.prologue, by, found);
  for (auto& word : written.words) with_shorter(written, word, by, found);
}

// An element less, and an operation less that gets one: neither can be spared without the other.
void without_an_element(program written, std::vector<program>& found) {
  const auto push = written.prologue.find('p');
  if (push == std::string::npos) return;
  written.prologue.erase(push, 1);
  for (auto& word : written.words) with_shorter(written, word, 1, found);
}

// A single steal is simpler than a batch.
void with_simpler_operations(program written, std::vector<program>& found) {
  for (auto& word : written.words) {
    for (auto& letter : word) {
      if (letter != 'b') continue;
      letter = 's';
      found.push_back(written);
      letter = 'b';
    }
  }
}

void with_simpler_options(const program& written, std::vector<program>& found) {
  program next = written;
  if (written.bounded) next.bounded = false, found.push_back(next);
  next = written;
  if (written.first_index != 0) next.first_index = 0, found.push_back(next);
  next = written;
  if (written.capacity > 1) next.capacity /= 2, found.push_back(next);
}

}  // namespace

std::vector<program> simpler(const program& written) {
  std::vector<program> found;
  without_threads(written, found);
  for (const std::size_t by : {4U, 2U, 1U}) without_operations(written, by, found);
  without_an_element(written, found);
  with_simpler_operations(written, found);
  with_simpler_options(written, found);
  return found;
}

void print_smallest(const program& failing, const std::string& why) {
  std::cout << "smallest failing program: " << operations_of(failing) << " operations: " << to_text(failing) << '\n'
            << why << std::endl;
}

}  // namespace wyn::properties
