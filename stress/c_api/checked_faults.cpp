// Without memory or threads every call says so, and a fast spawn's work is done by its caller.
#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

#include "stress/c_api/functions.hpp"
#include "stress/scheduler/fresh_threads.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/wyn.h"

namespace wyn::stress {
namespace {

// The n-th allocation of a whole life fails, for every n, and for some behind its last. Some are borne without an error.
TEST(c_api_faults, no_memory_at_the_nth_time) {
  int value = 0;
  unsigned failed = 0;
  for (std::uint64_t successes = 0; successes < 200; ++successes) {
    const auto expect_memory = [&](wyn_error error) {
      if (error == WYN_OK) return true;
      EXPECT_EQ(error, WYN_ERROR_MEMORY);
      ++failed;
      return false;
    };
    sync::fail_allocation_after(successes);
    wyn_scheduler* scheduler = nullptr;
    wyn_options options = wyn_default_options();
    options.workers = 1;
    if (expect_memory(wyn_create(&options, &scheduler))) {
      wyn_future* future = nullptr;
      void* result = nullptr;
      if (expect_memory(wyn_spawn_async(scheduler, itself, &value, &future)) &&
          !expect_memory(wyn_future_get(future, &result))) {
        wyn_future_free(future);
      }
      wyn_group* group = nullptr;
      if (expect_memory(wyn_group_create(scheduler, &group))) {
        static_cast<void>(expect_memory(wyn_group_spawn(
            group, [](void*) {}, nullptr)));
        EXPECT_EQ(wyn_group_destroy(group), WYN_OK);
      }
    }
    sync::never_fail_allocation();
    EXPECT_EQ(wyn_destroy(scheduler), WYN_OK);
  }
  EXPECT_GE(failed, 10U);
}

TEST(c_api_faults, no_thread) {
  for (std::uint64_t successes = 0; successes < 3; ++successes) {
    wyn_scheduler* scheduler = nullptr;
    wyn_options options = wyn_default_options();
    options.workers = 3;
    sync::fail_thread_creation_after(successes);
    EXPECT_EQ(wyn_create(&options, &scheduler), WYN_ERROR_SYSTEM);
    EXPECT_EQ(scheduler, nullptr);
  }
}

// No memory for a task of the default scheduler: then its caller does it, and it is counted.
TEST(c_api_faults, a_fast_spawn_without_memory) {
  const std::uint64_t before = ran_by_caller();
  unawaited_accounts all(20'000);
  std::vector<entry> entries;
  for (std::size_t id = 0; id < all.book.size(); ++id) entries.push_back({&all, id});
  for (entry& one : entries) {
    if (one.id % 100 == 0) sync::fail_allocation_after(0);
    wyn_spawn_fast(enter, &one);
  }
  sync::never_fail_allocation();
  all.wait_for(all.book.size());
  all.book.expect_all_once();
  EXPECT_GT(ran_by_caller(), before) << "no allocation failed";
}

// The n-th allocation of a thread that is new to wyn fails, for every n.
TEST(c_api_faults, a_spawn_that_waits_without_memory) {
  wyn_spawn_wait([](void*) {}, nullptr);
  const std::uint64_t before = ran_by_caller();
  fresh_threads fresh;
  constexpr std::size_t most = 20;
  unawaited_accounts all(most);
  std::vector<entry> entries;
  for (std::size_t id = 0; id < most; ++id) entries.push_back({&all, id});
  const auto enter_late = [](void* given) {
    ::usleep(2000);
    enter(given);
  };
  for (entry& one : entries) {
    fresh.call([&] {
      sync::fail_allocation_after(one.id);
      wyn_spawn_wait(enter_late, &one);
      sync::never_fail_allocation();
      EXPECT_EQ(all.book.times(one.id), 1U) << "it returned before, after allocation " << one.id;
    });
  }
  all.wait_for(most);
  all.book.expect_all_once();
  EXPECT_GE(ran_by_caller(), before + 2);
}

}  // namespace
}  // namespace wyn::stress
