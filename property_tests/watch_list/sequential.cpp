// A watch list of one thread is a set of so many waits.
#include <algorithm>
#include <string>
#include <vector>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/watch_list.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

using list = watch_list<int>;

struct shown_wait {
  int number;
  list::place* where;
  bool told;
};

// s show a wait   e end the oldest   n end the newest   l look   t look, and tell those with even numbers
std::string difference_from_a_set(const std::string& word) {
  constexpr std::size_t places = 3;
  list tested(places);
  std::vector<shown_wait> expected;
  int made = 0;
  for (const char letter : word) {
    if (letter == 's') {
      list::place* const where = tested.show([made](int& wait) { wait = made; });
      if ((where != nullptr) != (expected.size() < places)) return "a wait is shown, or not, against the room there is";
      if (where != nullptr) expected.push_back({made, where, false});
      ++made;
    } else if (letter == 'e' || letter == 'n') {
      if (expected.empty()) continue;
      const auto which = letter == 'e' ? expected.begin() : expected.end() - 1;
      tested.end(which->where);
      expected.erase(which);
    } else {
      std::vector<int> seen;
      tested.look([&](const int& wait) {
        seen.push_back(wait);
        return letter == 't' && wait % 2 == 0;
      });
      std::sort(seen.begin(), seen.end());
      std::vector<int> untold;
      for (shown_wait& one : expected) {
        if (!one.told) untold.push_back(one.number);
        one.told |= letter == 't' && one.number % 2 == 0;
      }
      if (seen != untold) return "not the waits are seen that are going on and untold";
    }
  }
  for (const shown_wait& one : expected) tested.end(one.where);
  return "";
}

TEST(watch_list_sequential, behaves_as_a_set) {
  expect_words_hold("watch_list: sequences", "sssenllt", difference_from_a_set);
}

}  // namespace
}  // namespace wyn::properties
