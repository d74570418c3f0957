// program: a small concurrent program on a deque, as RapidCheck makes and shrinks it.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace wyn::properties {

/// What an owner and its thieves do, a letter per operation:
///   p push   t take   s steal   b steal_batch into an own deque, which is then taken empty
struct program {
  std::string prologue;            // the owner, before the others start
  std::vector<std::string> words;  // what the threads do at once, the owner's word first
  std::uint64_t capacity = 1;      // elements; a power of two
  std::int64_t first_index = 0;
  bool bounded = false;
};

/// The program as the models write it, such as "pp:t|s", and as reports name it.
[[nodiscard]] std::string shape_of(const program& written);
[[nodiscard]] unsigned operations_of(const program& written);
[[nodiscard]] std::string to_text(const program& written);
std::ostream& operator<<(std::ostream& out, const program& written);

/// Programs that are a step simpler, those that leave out most first. Every chain of such steps ends.
[[nodiscard]] std::vector<program> simpler(const program& written);

/// Prints the line by which a person or a script knows how far a failure was shrunk:
///   smallest failing program: 3 operations: p:t|s growable capacity=1 first_index=0
void print_smallest(const program& failing, const std::string& why);

}  // namespace wyn::properties
