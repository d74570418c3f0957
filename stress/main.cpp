// The main of every stress program: says what runs, so that it can be run again.
#include <gtest/gtest.h>

#include <cstdio>

#include "stress/options.hpp"
#include "wyn/sync/atomic.hpp"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const auto& options = wyn::stress::given();
  std::printf("stress: WYN_STRESS_SECONDS=%g WYN_STRESS_SEED=%llu\n", options.seconds,
              static_cast<unsigned long long>(options.seed));
#if defined(WYN_WORLD_PERTURBED)
  wyn::sync::seed_pauses(options.seed);
#endif
  return RUN_ALL_TESTS();
}
