// Random programs of a taker and one or two makers under the model checker: each value is taken once or left.
#include "models/one_shot/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

// Each of at most two values: how the taker takes it, and who makes it.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"", "", ""};
  for (std::size_t i = 0; i < choices.size() && i < 2; ++i) {
    words[0] += "lwotcxy"[choices[i] / 2];
    words[1 + choices[i] % 2] += 'f';
  }
  return failure_of(
      models::one_shot_model("property", "each value is taken once", words[0] + "|" + words[1] + "|" + words[2]));
}

TEST(one_shot_model, values_of_random_programs_are_taken_once) {
  expect_choices_hold("one_shot: programs under the model checker", 14, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
