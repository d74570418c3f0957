#include "property_tests/words.hpp"

namespace wyn::properties {

void expect_words_hold(const std::string& property, const std::string& letters,
                       const std::function<std::string(const std::string&)>& failure) {
  EXPECT_TRUE(rc::check(property, [&] {
    const auto word = *rc::gen::container<std::string>(rc::gen::elementOf(letters));
    const std::string found = failure(word);
    if (!found.empty()) RC_FAIL("smallest failing word: " + word + ": " + found);
  }));
}

void expect_choices_hold(const std::string& property, unsigned limit,
                         const std::function<std::string(const std::vector<unsigned>&)>& failure) {
  EXPECT_TRUE(rc::check(property, [&] {
    const auto choices = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, limit));
    const std::string found = failure(choices);
    if (!found.empty()) RC_FAIL("smallest failing program: " + found);
  }));
}

}  // namespace wyn::properties
