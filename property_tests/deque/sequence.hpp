// sequence: random operations of one thread on a deque and on the deque its batches go to.
//
// A letter per operation:
//   p push    P push, with the next allocation failing    Q the same, with the one after failing    t take    s steal
//   b steal_batch of as much as it may    0 1 2 3 steal_batch of at most so many
//   B steal_batch, with the next allocation failing    C the same, with the one after failing
//   d take from the destination of the batches
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace wyn::properties {

struct sequence {
  std::string operations;
  std::uint64_t capacity = 1;              // elements; a power of two
  std::uint64_t destination_capacity = 1;  // likewise
  std::int64_t first_index = 0;
  bool bounded = false;
};

[[nodiscard]] std::string to_text(const sequence& written);
std::ostream& operator<<(std::ostream& out, const sequence& written);

/// Sequences that are a step simpler.
[[nodiscard]] std::vector<sequence> simpler(const sequence& written);

/// Runs `failure` over random sequences; it says what went wrong, or nothing. False if one failed: then it was shrunk,
/// and a line printed such as: smallest failing sequence: 3 operations: ptt growable capacity=1 ...
[[nodiscard]] bool holds_for_sequences(const std::string& property,
                                       const std::function<std::string(const sequence&)>& failure);

}  // namespace wyn::properties
