// A countdown of one thread counts.
#include <optional>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/countdown.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

// 1 2 3 the next one, of so many parts   a arrive, if a part is missing
std::string difference_from_a_number(const std::string& word) {
  std::optional<countdown> tested;
  int missing = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != 'a') {
      missing = word[i] - '0';
      tested.emplace(static_cast<std::uint32_t>(missing));
    } else if (missing != 0 && tested->arrive() != (--missing == 0)) {
      return "operation " + std::to_string(i + 1) + " answered wrongly";
    }
  }
  return "";
}

TEST(countdown_sequential, behaves_as_a_number) {
  expect_words_hold("countdown: sequences", "123aaa", difference_from_a_number);
}

}  // namespace
}  // namespace wyn::properties
