// Allocations that fail lose nothing, and all memory comes back; misuse stops a checked build.
#include "stress/injector/traffic.hpp"

namespace wyn::stress {
namespace {

TEST(injector_memory, failing_allocations_lose_nothing) {
  const std::uint64_t before = sync::memory_in_use().bytes;
  for_each_round([](sync::random& choices) {
    traffic<3>{{.producers = 2, .consumers = 2, .search = true, .come_and_go = true, .allocations_fail = true}, choices}
        .run();
    sync::never_fail_allocation();
  });
  EXPECT_EQ(sync::memory_in_use().bytes, before) << "an injector did not give its memory back";
}

TEST(injector_memory, stays_flat_and_holds_nine_bytes_per_element) {
  const sync::memory_account start = sync::memory_in_use();
  injector<std::uint64_t> tested;
  injector<std::uint64_t>::consumer consumer{tested};
  constexpr std::uint64_t elements = 10'000;
  std::uint64_t out[64];
  std::uint64_t allocations = 0;
  for (int round = 0; round < 50; ++round) {
    for (std::uint64_t i = 1; i <= elements; ++i) ASSERT_EQ(tested.push(i), inject_outcome::pushed);
    ASSERT_LE(sync::memory_in_use().bytes - start.bytes, 9 * elements + 4096);
    while (!tested.empty()) ASSERT_EQ(consumer.grab(out, 64).outcome, grab_outcome::got);
    ASSERT_LE(sync::memory_in_use().bytes - start.bytes, 4096U) << "consumed segments are kept";
    allocations = sync::memory_in_use().allocations;
  }
  // One at a time: the spare segment is enough.
  for (std::uint64_t i = 1; i <= elements; ++i) {
    ASSERT_EQ(tested.push(i), inject_outcome::pushed);
    ASSERT_EQ(consumer.grab(out, 1).count, 1U);
  }
  EXPECT_LE(sync::memory_in_use().allocations - allocations, 2U) << "the steady state allocates";
}

TEST(injector_contract_DeathTest, elements_left_inside) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [] {
    injector<std::uint64_t> tested;
    for (std::uint64_t i = 1; i <= 100; ++i) static_cast<void>(tested.push(i));
  };
  EXPECT_DEATH(misuse(), "contract violated: injector destroyed with 100 elements inside");
}

TEST(injector_contract_DeathTest, a_reserved_element) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  injector<std::uint64_t> tested;
  EXPECT_DEATH(static_cast<void>(tested.push(0)), "injector.push of the reserved element 0");
}

}  // namespace
}  // namespace wyn::stress
