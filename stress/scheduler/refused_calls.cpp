// What a sandbox refuses, from the beginning or from some moment on: an exception where somebody can catch it, else a line
// and the end of the program.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>

#include "stress/scheduler/refused_call.hpp"
#include "wyn/sync/membarrier.hpp"

namespace wyn::stress {
namespace {

class refused_calls_DeathTest : public testing::Test {
 protected:
  refused_calls_DeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  void SetUp() override {
    if (!calls_can_be_refused()) GTEST_SKIP() << "the kernel has no seccomp";
  }
};

// No light fence may be relied on from then on.
TEST_F(refused_calls_DeathTest, no_heavy_fence_any_more) {
  const auto refused = [] {
    if (!sync::heavy_fence_works()) std::_Exit(1);
    refuse_call(SYS_membarrier, EPERM);
    refuse_call(SYS_mprotect, ENOMEM);
    sync::membarrier();
    std::_Exit(0);
  };
  EXPECT_DEATH(refused(), "wyn: .*membarrier");
}

}  // namespace
}  // namespace wyn::stress
