// A fork that waits while its forker runs a leaf without a call becomes stealable: a worker without work asks for it.
// How soon is printed here and judged by `./bench exposure`.
#include "stress/scheduler/exposure.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace wyn::stress {
namespace {

void expect_exposed(const char* thief, const exposure_times& took) {
  std::printf("%s thief: median %.1f us, p99 %.1f us, longest %.1f us\n", thief, took.median, took.p99, took.longest);
  EXPECT_LT(took.longest, 1e6) << "a fork stayed hidden until its leaf ended";
}

TEST(scheduler_exposure, with_the_thief_parked) {
  expect_exposed("parked", expose_to_parked_thief());
}

TEST(scheduler_exposure, with_the_thief_searching) {
  expect_exposed("searching", expose_to_searching_thief());
}

}  // namespace
}  // namespace wyn::stress
