// Random programs of up to three threads under the model checker: whole waits are seen, each told once, none missed.
#include "models/watch_list/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

// What two waiters and the watcher do, and in how many places.
std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::string words[] = {"w", "", "l"};
  for (std::size_t i = 1; i < choices.size() && i < 5; ++i) {
    const unsigned who = choices[i] % 3;
    words[who] += who == 2 ? "lt"[choices[i] / 3 % 2] : "ws"[choices[i] / 3 % 2];
  }
  const unsigned places = choices.empty() ? 1 : 1 + choices[0] % 2;
  return failure_of(models::watch_list_model("property", "whole waits are seen, each told once",
                                             words[0] + "|" + words[1] + "|" + words[2], places));
}

TEST(watch_list_model, of_random_programs_whole_waits_are_seen) {
  expect_choices_hold("watch_list: programs under the model checker", 6, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
