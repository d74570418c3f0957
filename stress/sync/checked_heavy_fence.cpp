// Heavy against light fences on real processors: store buffering, whose forbidden end shows at once without a heavy fence.
#include <gtest/gtest.h>

#include "stress/options.hpp"
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

void store_buffering() {
  constexpr std::size_t rounds = 20'000;
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

#if defined(__x86_64__)
TEST(sync_heavy_fence, by_a_page_where_membarrier_is_refused) {
  sync::refuse_membarrier(true);
  EXPECT_TRUE(sync::heavy_fence_works());
  store_buffering();
  sync::refuse_membarrier(false);
}
#endif

}  // namespace
}  // namespace wyn::stress
