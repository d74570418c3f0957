// Heavy against light fences on real processors: store buffering, whose forbidden end shows at once without a heavy fence.
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "stress/options.hpp"
#include "stress/sanitizer.hpp"
#include "stress/scheduler/refused_call.hpp"
#include "stress/together.hpp"
#include "wyn/sync/membarrier.hpp"

namespace wyn::stress {
namespace {

// One cell per round. The heavy thread begins at different times, so that the two meet in some rounds.
struct alignas(64) cell {
  sync::atomic<unsigned> light{0};
  sync::atomic<unsigned> heavy{0};
  unsigned light_saw = 0;
  unsigned heavy_saw = 0;
};

void store_buffering(std::size_t rounds = 20'000) {
  const auto cells = std::make_unique<cell[]>(rounds);
  std::size_t missed = 0;
  sync::atomic<std::size_t> now{0};
  run_together(1, [&](unsigned thread) {
    if (thread == 1) {
      std::size_t done = 0;
      while (done < rounds) {
        const std::size_t i = now.load(sync::relaxed<"stress.heavy_fence.now">);
        if (i == rounds) return;
        if (i < done) continue;
        done = i + 1;
        cells[i].light.store(1, sync::relaxed<"stress.heavy_fence.light">);
        sync::light_fence(sync::seq_cst<"stress.heavy_fence.light_fence">);
        cells[i].light_saw = 1 + cells[i].heavy.load(sync::relaxed<"stress.heavy_fence.light_sees">);
      }
      return;
    }
    for (std::size_t i = 0; i < rounds; ++i) {
      for (std::size_t wait = i % 64; wait != 0; --wait) sync::pause_this_thread();
      cells[i].heavy.store(1, sync::relaxed<"stress.heavy_fence.heavy">);
      sync::heavy_fence(sync::seq_cst<"stress.heavy_fence.heavy_fence">);
      cells[i].heavy_saw = 1 + cells[i].light.load(sync::relaxed<"stress.heavy_fence.heavy_sees">);
      now.store(i + 1, sync::relaxed<"stress.heavy_fence.next">);
    }
  });
  for (std::size_t i = 0; i < rounds; ++i) missed += cells[i].light_saw == 1 && cells[i].heavy_saw == 1 ? 1 : 0;
  EXPECT_EQ(missed, 0U) << "neither saw the other";
}

TEST(sync_heavy_fence, by_membarrier) {
  store_buffering();
}

// A process that is restored from a snapshot may have lost its registration. No page stands in.
TEST(sync_heavy_fence_DeathTest, by_membarrier_in_a_process_that_is_not_registered_any_more) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  if (!calls_can_be_refused()) GTEST_SKIP();
  const auto fence = [] {
    const bool worked = sync::heavy_fence_works();
    sync::unregister_membarrier();
    refuse_call(SYS_mprotect, ENOMEM);
    sync::membarrier();
    std::_Exit(worked ? 7 : 1);
  };
  EXPECT_EXIT(fence(), testing::ExitedWithCode(7), "");
}

#if defined(__x86_64__)
// Its change interrupts other processors, unless this one has INVLPGB.
bool page_works() {
  constexpr unsigned invlpgb = 1U << 3;
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(0x80000008, &eax, &ebx, &ecx, &edx) == 0 || (ebx & invlpgb) == 0;
}

class sync_heavy_fence_by_a_page : public testing::Test {
 protected:
  sync_heavy_fence_by_a_page() { sync::refuse_membarrier(true); }
  ~sync_heavy_fence_by_a_page() override { sync::refuse_membarrier(false); }
  void SetUp() override {
    ASSERT_EQ(sync::heavy_fence_works(), page_works());
    if (!page_works()) GTEST_SKIP();
  }
};

TEST_F(sync_heavy_fence_by_a_page, where_membarrier_is_refused) {
  store_buffering();
}

#if !WYN_THREAD_SANITIZER
// Another thread executes fences whenever the process forks: in the child nobody finishes the one that it was in.
TEST_F(sync_heavy_fence_by_a_page, in_the_child_of_a_fork) {
  sync::atomic<bool> over{false};
  const sync::thread beside{[&over] {
    while (!over.load(sync::relaxed<"stress.heavy_fence.over">)) sync::membarrier();
  }};
  for (int i = 0; i < 50 && !testing::Test::HasFailure(); ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(10);  // a child that hangs ends
      sync::membarrier();
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  over.store(true, sync::relaxed<"stress.heavy_fence.end">);
}
#endif

TEST(sync_heavy_fence_DeathTest, by_a_page_where_membarrier_is_refused_from_now_on) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  if (!calls_can_be_refused() || !page_works()) GTEST_SKIP();
  const auto refused = [] {
    const bool worked = sync::heavy_fence_works();
    refuse_call(SYS_membarrier, EPERM);
    store_buffering(2'000);
    std::_Exit(worked && !testing::Test::HasFailure() ? 7 : 1);
  };
  EXPECT_EXIT(refused(), testing::ExitedWithCode(7), "");
}
#endif

}  // namespace
}  // namespace wyn::stress
