// Random programs of up to three threads under the model checker: one arrival is the last.
#include "models/countdown/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

// Who does each of at most four parts; the first thread does one in any case.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"a", "", ""};
  for (std::size_t i = 0; i < choices.size() && i < 3; ++i) words[choices[i]] += 'a';
  return failure_of(
      models::countdown_model("property", "one arrival is the last", words[0] + "|" + words[1] + "|" + words[2]));
}

TEST(countdown_model, of_random_programs_one_arrival_is_the_last) {
  expect_choices_hold("countdown: programs under the model checker", 3, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
