// words: random sequences of operations, a letter each, and random shapes for the model checker.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <functional>
#include <string>
#include <vector>

namespace wyn::properties {

/// Runs `failure` over random words of the letters; it says what went wrong, or nothing. A failing word is shrunk.
inline void expect_words_hold(const std::string& property, const std::string& letters,
                              const std::function<std::string(const std::string&)>& failure) {
  EXPECT_TRUE(rc::check(property, [&] {
    const auto word = *rc::gen::container<std::string>(rc::gen::elementOf(letters));
    const std::string found = failure(word);
    if (!found.empty()) RC_FAIL("smallest failing word: " + word + ": " + found);
  }));
}

/// Runs `failure` over random choices, from which it makes a program. Any choices make one, so they shrink.
inline void expect_choices_hold(const std::string& property, unsigned limit,
                                const std::function<std::string(const std::vector<unsigned>&)>& failure) {
  EXPECT_TRUE(rc::check(property, [&] {
    const auto choices = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, limit));
    const std::string found = failure(choices);
    if (!found.empty()) RC_FAIL("smallest failing program: " + found);
  }));
}

}  // namespace wyn::properties
