// Threads that cannot be started, memory that is not there, closures that cannot be copied: an exception, and nothing left.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <system_error>

#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/fresh_threads.hpp"
#include "stress/scheduler/occupied.hpp"
#include "stress/scheduler/refuses_copies.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/runtime/inbox.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

void expect_to_work(unsigned threads) {
  int ran = 0;
  scheduler workers({.workers = threads});
  task_group group(workers);
  group.spawn([&ran] { ++ran; });
  group.wait();
  EXPECT_EQ(ran, 1);
}

// Those that were started already end again.
TEST(scheduler_faults, a_thread_that_cannot_be_started) {
  constexpr unsigned threads = 4;
  for (unsigned successes = 0; successes < threads; ++successes) {
    sync::fail_thread_creation_after(successes);
    EXPECT_THROW(scheduler({.workers = threads}), std::system_error) << successes;
    expect_to_work(threads);
  }
}

// Every allocation of a scheduler's life fails once. The number of them.
unsigned fail_each_allocation() {
  for (unsigned successes = 0; successes < 100; ++successes) {
    sync::fail_allocation_after(successes);
    try {
      scheduler({.workers = 1}).shutdown();
      sync::never_fail_allocation();
      return successes;
    } catch (const std::bad_alloc&) {
      sync::never_fail_allocation();
    }
  }
  ADD_FAILURE() << "it fails for ever";
  return 0;
}

TEST(scheduler_faults, no_memory_for_a_scheduler) {
  expect_to_work(1);
  EXPECT_GT(fail_each_allocation(), 3U);
  const auto before = sync::memory_in_use().bytes;
  fail_each_allocation();
  EXPECT_EQ(sync::memory_in_use().bytes, before);
  expect_to_work(1);
}

struct counted_loop {
  std::atomic<bool> returned{false};
  std::atomic<unsigned> in_time{0};
  std::atomic<unsigned> late{0};
  bool failed = false;

  void run(scheduler& workers) {
    try {
      parallel_for(workers, 0, 10, [this](int) { ++(returned ? late : in_time); });
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    returned = true;
  }
};

// Beside a worker that does not come to it before all is queued. False: nothing failed.
bool fail_allocation_of_a_loop(std::uint64_t successes, scheduler& workers, fresh_threads& fresh) {
  occupied_worker busy(workers);
  counted_loop loop;
  const auto run = [&] {
    sync::fail_allocation_after(successes);
    loop.run(workers);
    sync::never_fail_allocation();
  };
  fresh.call(run, [&] {
    until([&] { return loop.returned || workers.stats().waiting != 0; });
    if (!loop.returned) busy.let_go();
  });
  busy.let_go();
  until([&] { return workers.stats().waiting == 0; });
  const occupied_worker behind_it(workers);
  EXPECT_EQ(loop.late, 0U) << "after allocation " << successes;
  EXPECT_EQ(loop.in_time, loop.failed ? 0U : 10U);
  return loop.failed;
}

// Each allocation of a thread's first loop fails: after its exception nothing is left of it that would run.
TEST(scheduler_faults, no_memory_for_a_loop_from_outside) {
  const deadline limit("loops of threads without memory");
  scheduler workers({.workers = 1});
  fresh_threads fresh;
  std::uint64_t failures = 0;
  while (fail_allocation_of_a_loop(failures, workers, fresh) && !HasFailure()) ++failures;
  EXPECT_GE(failures, 2U);
}

template <std::size_t Size>
void spawn_in_vain(task_group& group) {
  const refuses_copies<Size> closure;
  EXPECT_THROW(group.spawn(closure), std::length_error);
}

// Neither a count of the group, nor a record, nor a large closure's block.
TEST(scheduler_faults, a_closure_that_cannot_be_copied) {
  constexpr int more_than_a_slab = 10'000;
  scheduler workers({.workers = 1});
  task_group from_outside(workers);
  from_outside.spawn([] {});
  from_outside.wait();  // the worker has all that it needs
  const auto here = workers.attach();
  task_group group(workers);
  group.spawn([] {});
  group.spawn([ballast = std::array<char, 1000>{}] { static_cast<void>(ballast); });
  group.wait();
  const auto before = sync::memory_in_use().bytes;
  for (int i = 0; i < more_than_a_slab; ++i) {
    spawn_in_vain<16>(group);
    spawn_in_vain<1000>(group);
  }
  group.wait();
  EXPECT_EQ(sync::memory_in_use().bytes, before);
}

// The inbox keeps 48 bits of an address.
TEST(scheduler_faults_DeathTest, a_task_with_a_tag_in_its_address) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  alignas(64) std::array<char, 64> memory{};
  const std::uintptr_t tagged = reinterpret_cast<std::uintptr_t>(memory.data()) | std::uintptr_t{1} << 56;
  const auto& task = *reinterpret_cast<const runtime::task*>(tagged);
  EXPECT_DEATH(static_cast<void>(runtime::marked(task)), "more than 48 bits, or a tag");
}

}  // namespace
}  // namespace wyn::stress
