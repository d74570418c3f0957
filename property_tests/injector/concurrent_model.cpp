// Random programs of two threads on an injector, under the model checker.
#include "models/injector/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "200";

namespace {

constexpr const char letters[] = "pgGxlfue";

// Up to three operations for each of two threads; elements in a shape are few.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"", ""};
  for (std::size_t i = 0; i < choices.size() && i < 6; ++i) words[i % 2] += letters[choices[i]];
  return failure_of(models::injector_model<1>("property", "random programs", "p:" + words[0] + "|" + words[1]));
}

TEST(injector_model, random_programs_lose_and_repeat_nothing) {
  expect_choices_hold("injector: programs under the model checker", sizeof letters - 1, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
