#include "property_tests/deque/program_gen.hpp"

#include <rapidcheck.h>

#include <limits>
#include <optional>

namespace wyn::properties {

namespace {

std::string word(const std::string& letters, int at_least, int at_most) {
  const int length = *rc::gen::inRange(at_least, at_most + 1);
  return *rc::gen::container<std::string>(static_cast<std::size_t>(length), rc::gen::elementOf(letters));
}

std::int64_t first_index() {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  return *rc::gen::element<std::int64_t>(0, 0, -1, -2, 3, most, most - 1, most - 3, least, least + 1);
}

program any_program() {
  program made;
  made.prologue = word("ppppppt", 0, 5);
  made.words.push_back(word("ppppttttts", 0, 6));
  const int thieves = *rc::gen::inRange(1, 4);
  for (int i = 0; i < thieves; ++i) made.words.push_back(word("ssb", 1, 3));
  made.capacity = std::uint64_t{1} << *rc::gen::inRange(0, 3);
  made.first_index = first_index();
  made.bounded = *rc::gen::arbitrary<bool>();
  return made;
}

// Full size from the first case on, since small programs come by shrinking. The parts are not shrunk one by one:
// `simpler` knows the whole program.
rc::Gen<program> programs() {
  constexpr int full_size = 100;
  return rc::gen::shrink(rc::gen::noShrink(rc::gen::resize(full_size, rc::gen::exec(any_program))),
                         [](const program& whole) { return rc::seq::fromContainer(simpler(whole)); });
}

}  // namespace

bool holds_for_programs(const std::string& property, const std::function<std::string(const program&)>& failure,
                        program* smallest) {
  const auto generator = programs();
  // Shrinking keeps only what fails, so what failed last is the smallest.
  std::optional<program> failed_last;
  std::string why;
  const bool held = rc::check(property, [&] {
    const program played = *generator;
    const std::string found = failure(played);
    if (found.empty()) return;
    failed_last = played;
    why = found;
    RC_FAIL(found);
  });
  if (held) return true;
  if (failed_last) {
    print_smallest(*failed_last, why);
    if (smallest != nullptr) *smallest = *failed_last;
  }
  return false;
}

}  // namespace wyn::properties
