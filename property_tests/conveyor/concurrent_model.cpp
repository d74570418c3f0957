// Random pipelines under the model checker: all items get through, the serial stages in order.
#include "models/conveyor/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

// The places, the items, and then a stage each.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  models::conveyor_program::shape made{"", 1, 1};
  if (!choices.empty()) made.places = 1 + choices[0] % 4;
  if (choices.size() > 1) made.items = 1 + choices[1] % 4;
  for (std::size_t i = 2; i < choices.size() && i < 5; ++i) made.stages += choices[i] % 2 == 0 ? 'p' : 's';
  return failure_of(models::conveyor_model("property", "all items get through in order", made, 2));
}

TEST(conveyor_model, of_random_pipelines_all_items_get_through_in_order) {
  expect_choices_hold("conveyor: pipelines under the model checker", 4, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
