// Random programs of an owner and one or two threads that return, under the model checker: what models/task_pool asserts
// of its shapes holds for them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "models/engine/engine.hpp"
#include "models/task_pool/program.hpp"
#include "property_tests/main.hpp"

namespace wyn::properties {

const char* const cases_by_default = "150";

namespace {

constexpr std::uint64_t executions = 200;

// `returns` records are in flight to the thread; it returns all, in one way or another.
std::string any_returner(unsigned returns) {
  std::string word;
  for (unsigned i = 0; i < returns; ++i) word += *rc::gen::element('x', 'p', 'p');
  if (*rc::gen::arbitrary<bool>()) word += 'f';
  return word;
}

std::string any_owner() {
  std::string word;
  unsigned held = 0;
  const auto length = *rc::gen::inRange(1, 7);
  for (int i = 0; i < length; ++i) {
    const bool releases = held > 0 && *rc::gen::inRange(0, 3) == 0;
    word += releases ? 'r' : 'a';
    held = releases ? held - 1 : held + 1;
  }
  return word;
}

models::pool_shape any_shape() {
  const auto first = *rc::gen::inRange(0U, 3U);
  const auto second = *rc::gen::inRange(0U, 3U);
  std::string before;
  for (unsigned i = 0; i < first; ++i) before += "a1";
  for (unsigned i = 0; i < second; ++i) before += "a2";
  const std::string words = any_owner() + "|" + any_returner(first) + "|" + any_returner(second);
  return {before + ":" + words, *rc::gen::inRange<std::size_t>(1, 4), false};
}

TEST(task_pool_concurrent, random_programs_hold) {
  EXPECT_TRUE(rc::check("task_pool: programs", [] {
    const models::pool_shape shape = any_shape();
    const auto found =
        models::run(models::pool_model("property", "", shape), {models::search::random, 1, executions, 0, {}});
    if (!found.held) RC_FAIL(shape.text + ": " + found.failure + " at execution " + found.state);
  }));
}

}  // namespace

}  // namespace wyn::properties
