// Random programs of an owner, its handler and one or two thieves, under the model checker: what models/split_deque
// asserts of its shapes holds for them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "models/split_deque/program.hpp"
#include "property_tests/main.hpp"

namespace wyn::properties {

const char* const cases_by_default = "150";

namespace {

constexpr std::uint64_t executions = 200;

std::string any_word(const std::string& letters, int longest) {
  std::string word;
  const auto length = *rc::gen::inRange(1, longest + 1);
  for (int i = 0; i < length; ++i) word += *rc::gen::elementOf(letters);
  return word;
}

models::split_shape any_shape() {
  const std::string before = any_word("ppx", 3);
  std::string words = any_word("pppttJfx", 6);
  const auto thieves = *rc::gen::inRange(1, 3);
  for (int i = 0; i < thieves; ++i) words += "|" + any_word("ssbi", 3);
  return {before + ":" + words, 0U - *rc::gen::inRange(0U, 4U), false};
}

template <std::uint32_t Capacity>
void hold_for_random_programs() {
  EXPECT_TRUE(rc::check("split_deque: programs with " + std::to_string(Capacity) + " slots", [] {
    const models::split_shape shape = any_shape();
    const models::model played = models::split_model<Capacity>("property", "", shape);
    const auto found = models::run(played, {models::search::random, 1, executions, 0, {}});
    if (!found.held) RC_FAIL(shape.text + ": " + found.failure + " at execution " + found.state);
  }));
}

}  // namespace

TEST(split_deque_concurrent, random_programs_with_two_slots_hold) {
  hold_for_random_programs<2>();
}

TEST(split_deque_concurrent, random_programs_with_four_slots_hold) {
  hold_for_random_programs<4>();
}

}  // namespace wyn::properties
