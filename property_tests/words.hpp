// words: random sequences of operations, a letter each, and random shapes for the model checker.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <functional>
#include <string>
#include <vector>

namespace wyn::properties {

/// Runs `failure` over random words of the letters; it says what went wrong, or nothing. A failing word is shrunk.
void expect_words_hold(const std::string& property, const std::string& letters,
                       const std::function<std::string(const std::string&)>& failure);

/// Runs `failure` over random choices, from which it makes a program. Any choices make one, so they shrink.
void expect_choices_hold(const std::string& property, unsigned limit,
                         const std::function<std::string(const std::vector<unsigned>&)>& failure);

}  // namespace wyn::properties
