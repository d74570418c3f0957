#include "property_tests/deque/sequence.hpp"

#include <rapidcheck.h>

#include <iostream>
#include <limits>
#include <optional>

#include "property_tests/deque/faults.hpp"

namespace wyn::properties {

std::string to_text(const sequence& written) {
  return written.operations + (written.bounded ? " bounded" : " growable") +
         " capacity=" + std::to_string(written.capacity) +
         " destination_capacity=" + std::to_string(written.destination_capacity) +
         " first_index=" + std::to_string(written.first_index);
}

std::ostream& operator<<(std::ostream& out, const sequence& written) {
  return out << to_text(written);
}

namespace {

void without_operations(const sequence& written, std::size_t by, std::vector<sequence>& found) {
  for (std::size_t at = 0; at + by <= written.operations.size(); at += by) {
    found.push_back(written);
    found.back().operations.erase(at, by);
  }
}

void with_simpler_operations(const sequence& written, std::vector<sequence>& found) {
  static constexpr struct {
    char from;
    char to;
  } simplifications[] = {{'P', 'p'}, {'Q', 'p'}, {'B', 'b'}, {'C', 'b'},
                         {'b', '1'}, {'3', '1'}, {'2', '1'}, {'1', 's'}};
  for (std::size_t at = 0; at < written.operations.size(); ++at) {
    for (const auto& [from, to] : simplifications) {
      if (written.operations[at] != from) continue;
      found.push_back(written);
      found.back().operations[at] = to;
    }
  }
}

template <typename Value>
void with(const sequence& written, Value sequence::*option, Value value, std::vector<sequence>& found) {
  if (written.*option == value) return;
  found.push_back(written);
  found.back().*option = value;
}

std::int64_t any_first_index() {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const auto near = *rc::gen::element<std::int64_t>(0, 0, -1, most, least);
  const std::uint64_t off = *rc::gen::inRange<std::uint64_t>(0, 20);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(near) + (near == least ? off : 0 - off));
}

sequence any_sequence() {
  // Pushes outweigh the rest, so that the deque fills and grows.
  const std::string letters =
      faults_are_available ? "pppppppppppPQtttttssssbb0123BCdd" : "ppppppppppppptttttssssbb0123bbdd";
  sequence made;
  made.operations = *rc::gen::container<std::string>(rc::gen::elementOf(letters));
  made.capacity = std::uint64_t{1} << *rc::gen::inRange(0, 5);
  made.destination_capacity = std::uint64_t{1} << *rc::gen::inRange(0, 4);
  made.first_index = any_first_index();
  made.bounded = *rc::gen::arbitrary<bool>();
  return made;
}

}  // namespace

std::vector<sequence> simpler(const sequence& written) {
  std::vector<sequence> found;
  for (std::size_t by = written.operations.size(); by > 0; by /= 2) without_operations(written, by, found);
  with_simpler_operations(written, found);
  with(written, &sequence::bounded, false, found);
  with(written, &sequence::first_index, std::int64_t{0}, found);
  with(written, &sequence::capacity, std::uint64_t{1}, found);
  with(written, &sequence::destination_capacity, std::uint64_t{1}, found);
  return found;
}

bool holds_for_sequences(const std::string& property, const std::function<std::string(const sequence&)>& failure) {
  const auto sequences = rc::gen::shrink(rc::gen::noShrink(rc::gen::exec(any_sequence)),
                                         [](const sequence& whole) { return rc::seq::fromContainer(simpler(whole)); });
  // Shrinking keeps only what fails, so what failed last is the smallest.
  std::optional<sequence> failed_last;
  std::string why;
  const bool held = rc::check(property, [&] {
    const sequence played = *sequences;
    const std::string found = failure(played);
    if (found.empty()) return;
    failed_last = played;
    why = found;
    RC_FAIL(found);
  });
  if (!held && failed_last) {
    std::cout << "smallest failing sequence: " << failed_last->operations.size()
              << " operations: " << to_text(*failed_last) << '\n'
              << why << std::endl;
  }
  return held;
}

}  // namespace wyn::properties
