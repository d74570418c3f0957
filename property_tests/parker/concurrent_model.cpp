// Random programs of an owner and one or two others under the model checker: no token is lost or taken twice.
#include "models/parker/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

// At most four unparks, by whom the choices say; the owner tries now and then, and parks until it has seen all.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"", "", ""};
  unsigned unparks = 0;
  for (const unsigned choice : choices) {
    if (choice >= 3) words[0] += choice == 3 ? 't' : 'd';
    else if (unparks++ < 4) words[choice] += 'u';
  }
  return failure_of(models::parker_model("property", "no token is lost", words[0] + "l|" + words[1] + "|" + words[2]));
}

TEST(parker_model, random_programs_lose_no_token) {
  expect_choices_hold("parker: programs under the model checker", 5, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
