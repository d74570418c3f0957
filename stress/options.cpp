#include "stress/options.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace wyn::stress {

namespace {

template <typename Number>
Number from_environment(const char* name, Number otherwise, Number least, Number most) {
  const char* const text = std::getenv(name);
  if (text == nullptr) return otherwise;
  const std::string_view given_text{text};
  Number value{};
  const auto [end, error] = std::from_chars(given_text.data(), given_text.data() + given_text.size(), value);
  if (error == std::errc{} && end == given_text.data() + given_text.size() && value >= least && value <= most) {
    return value;
  }
  std::fprintf(stderr, "%s is '%s', which is not a number in its range\n", name, text);
  std::exit(2);
}

}  // namespace

const options& given() {
  static const options from{
      from_environment<double>("WYN_STRESS_SECONDS", 3.0, 0.0, 1e6),
      from_environment<std::uint64_t>("WYN_STRESS_SEED", 1, 0, ~std::uint64_t{0}),
  };
  return from;
}

std::chrono::nanoseconds share_of_a_test() {
  const int tests = ::testing::UnitTest::GetInstance()->test_to_run_count();
  return std::chrono::nanoseconds{static_cast<std::int64_t>(given().seconds * 1e9 / (tests > 0 ? tests : 1))};
}

}  // namespace wyn::stress
