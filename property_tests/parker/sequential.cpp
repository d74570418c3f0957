// A parker of one thread is a token.
#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/parker.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

// u unpark   t try_park   d park until a moment that is past   p park, if that does not sleep
std::string difference_from_a_token(const std::string& word) {
  parker tested;
  bool token = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == 'u') {
      tested.unpark();
      token = true;
    } else if (word[i] == 'p' && token) {
      tested.park();
      token = false;
    } else if (word[i] == 'd') {
      if (tested.park_until({}) != token)
        return "operation " + std::to_string(i + 1) + " found the wrong number of tokens";
      token = false;
    } else {
      if (tested.try_park() != token) return "operation " + std::to_string(i + 1) + " found the wrong number of tokens";
      token = false;
    }
  }
  return "";
}

TEST(parker_sequential, behaves_as_a_token) {
  expect_words_hold("parker: sequences", "utdp", difference_from_a_token);
}

}  // namespace
}  // namespace wyn::properties
