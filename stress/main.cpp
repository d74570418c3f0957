// The main of every stress program: says what runs, so that it can be run again; in front, should it crash, and after a failure.
#include <gtest/gtest.h>

#include <cstdio>

#include "stress/options.hpp"
#include "wyn/sync/atomic.hpp"

namespace {

void say(const char* what, const wyn::stress::options& given) {
  std::printf("%s WYN_STRESS_SECONDS=%g WYN_STRESS_SEED=%llu\n", what, given.seconds,
              static_cast<unsigned long long>(given.seed));
}

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const auto& options = wyn::stress::given();
  say("stress:", options);
#if defined(WYN_WORLD_PERTURBED)
  wyn::sync::seed_pauses(options.seed);
#endif
  const int status = RUN_ALL_TESTS();
  if (status != 0) say("repeat with", options);
  return status;
}
