// Random programs of two or three threads that adopt pools, use them and hand them back, under the model checker: what
// models/pool_depot asserts of its shapes holds for them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "models/engine/engine.hpp"
#include "models/pool_depot/program.hpp"
#include "property_tests/main.hpp"

namespace wyn::properties {

const char* const cases_by_default = "150";

namespace {

constexpr std::uint64_t executions = 200;

std::string any_thread() {
  std::string word;
  const auto adoptions = *rc::gen::inRange(1, 3);
  for (int i = 0; i < adoptions; ++i) word += *rc::gen::element<std::string>("AB", "AarB", "AaarrB", "AararB");
  return word;
}

models::depot_shape any_shape() {
  const std::string before = *rc::gen::element<std::string>("", "AB", "ADB", "Aa2B", "Aa2DB");
  const bool flies = before.find('2') != std::string::npos;
  return {before + ":" + any_thread() + "|" + any_thread() + "|" + (flies ? "x" : "") + any_thread(), false};
}

TEST(pool_depot_concurrent, random_programs_hold) {
  EXPECT_TRUE(rc::check("pool_depot: programs", [] {
    const models::depot_shape shape = any_shape();
    const auto found =
        models::run(models::depot_model("property", "", shape), {models::search::random, 1, executions, 0, {}});
    if (!found.held) RC_FAIL(shape.text + ": " + found.failure + " at execution " + found.state);
  }));
}

}  // namespace

}  // namespace wyn::properties
