// Random groups whose children throw, under the model checker: one exception is taken, the others are counted.
#include "models/first_exception/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

// At most six children of the owner and two others; then another group of the owner's alone.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"", "", ""};
  for (std::size_t i = 0; i < choices.size() && i < 6; ++i) words[choices[i] / 2] += "tf"[choices[i] % 2];
  const std::string shape = words[0] + "wttw|" + words[1] + "|" + words[2];
  return failure_of(models::first_exception_model("property", "exceptions are taken or counted", shape));
}

TEST(first_exception_model, exceptions_of_random_groups_are_taken_or_counted) {
  expect_choices_hold("first_exception: groups under the model checker", 6, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
