// A task that waits for what waits for it, by way of groups: told where it cannot end, and left alone where it can.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"
#include "wyn/when_any.hpp"

namespace wyn::stress {
namespace {

TEST(scheduler_self_waits_DeathTest, a_task_ends_a_group_that_waits_for_the_task) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto misuse = [] {
    const deadline limit("a task that ends a group that waits for it");
    scheduler workers({.workers = 1});
    async(workers, [&] {
      auto outer = std::make_unique<task_group>(workers);
      outer->spawn([&] {
        task_group inner(workers);
        inner.spawn([&] { outer.reset(); });
        inner.wait();
      });
      outer->wait();
    }).get();
  };
  EXPECT_DEATH(misuse(), "a task_group ends in a task of its own");
}

// Through a group that the task waits for: by the same thread, as with one worker, it would not end.
TEST(scheduler_self_waits, a_task_waits_for_a_group_that_waits_for_the_task) {
  const deadline limit("a task that waits for what waits for it");
  scheduler workers({.workers = 1});
  const auto in_groups = [&](unsigned removes, const auto& innermost) {
    const auto nest = [&](unsigned more, const auto& self) -> void {
      if (more == 0) return innermost();
      task_group inner(workers);
      inner.spawn([&] { self(more - 1, self); });
      inner.wait();
    };
    nest(removes, nest);
  };
  for (unsigned removes = 0; removes < 3; ++removes) {
    async(workers, [&] {
      task_group outer(workers);
      outer.spawn([&] { in_groups(removes, [&] { outer.wait(); }); });
      EXPECT_THROW(outer.wait(), std::logic_error);
      outer.spawn([&] { in_groups(removes, [&] { parallel_invoke([] {}, [&] { outer.wait(); }); }); });
      EXPECT_THROW(outer.wait(), std::logic_error);
    }).get();
    future<int> own;
    async(workers, [&] {
      own = async(workers, [&] {
        in_groups(removes, [&] { own.wait(); });
        return 1;
      });
      EXPECT_THROW(static_cast<void>(own.get()), std::logic_error);
    }).get();
  }
}

// With a limit, or for one of several, such a wait may end well.
TEST(scheduler_self_waits, a_task_may_wait_for_a_future_whose_task_waits_for_it) {
  using namespace std::chrono_literals;
  const deadline limit("a wait that may end well");
  scheduler workers({.workers = 1});
  std::atomic<bool> stored{false};
  std::atomic<bool> over{false};
  future<int> own;
  const auto wait_a_little = [&] {
    EXPECT_FALSE(own.wait_for(1ms));
    auto [index, both] = when_any(workers, std::move(own), async(workers, [] { return 2; })).get();
    EXPECT_EQ(index, 1U);
    own = std::move(std::get<0>(both));
  };
  own = async(workers, [&] {
    until(stored);
    task_group inner(workers);
    inner.spawn(wait_a_little);
    EXPECT_NO_THROW(inner.wait());
    over = true;
    return 1;
  });
  stored = true;
  until(over);
  EXPECT_EQ(own.get(), 1);
}

}  // namespace
}  // namespace wyn::stress
