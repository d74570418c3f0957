// Random programs of a forker and one or two thieves under the model checker: each join sees its result.
#include "models/latch/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

// Each of at most two joins: how the forker waits, and which thief sets the latch.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"", "", ""};
  for (std::size_t i = 0; i < choices.size() && i < 2; ++i) {
    words[0] += "lwpc"[choices[i] / 2];
    words[1 + choices[i] % 2] += 's';
  }
  return failure_of(models::latch_model("property", "joins see results", words[0] + "|" + words[1] + "|" + words[2]));
}

TEST(latch_model, joins_of_random_programs_see_their_results) {
  expect_choices_hold("latch: programs under the model checker", 8, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
