// Random numbers of turns of two or three threads on one seat, under the model checker.
#include "models/notice/seats.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "200";

namespace {

// At most four turns: whose each one is.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::vector<unsigned> turns(3, 0);
  for (std::size_t i = 0; i < choices.size() && i < 4; ++i) ++turns[choices[i]];
  return failure_of(models::seats_model(turns));
}

TEST(notice_model, seats_have_one_holder_at_a_time) {
  expect_choices_hold("notice: seats under the model checker", 3, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
