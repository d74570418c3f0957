// Futures: a value is made once and taken once, whoever waits for it and wherever its task lies.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/occupied.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/scheduler/until_closed.hpp"
#include "stress/together.hpp"
#include "wyn/future.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

TEST(scheduler_futures, values_of_every_kind) {
  scheduler workers({.workers = 2});
  int named = 5;
  EXPECT_EQ(async(workers, [] { return 4; }).get(), 4);
  EXPECT_EQ(&async(workers, [&]() -> int& { return named; }).get(), &named);
  EXPECT_EQ(*async(workers, [] { return std::make_unique<int>(6); }).get(), 6);
  async(workers, [&] { named = 7; }).get();
  EXPECT_EQ(named, 7);
  const auto large = async(workers, [] { return std::vector<std::string>(1000, "word"); }).get();
  EXPECT_EQ(large, std::vector<std::string>(1000, "word"));
}

TEST(scheduler_futures, what_a_task_throws_comes_out_of_get) {
  scheduler workers({.workers = 1});
  future<int> failing = async(workers, []() -> int { throw std::runtime_error("made badly"); });
  try {
    static_cast<void>(failing.get());
    FAIL() << "get returned";
  } catch (const std::runtime_error& thrown) {
    EXPECT_STREQ(thrown.what(), "made badly");
  }
  EXPECT_FALSE(failing.valid());
}

TEST(scheduler_futures, then_takes_the_value_or_the_future) {
  scheduler workers({.workers = 2});
  EXPECT_EQ(async(workers, [] { return 20; }).then([](int n) { return n + 1; }).then([](int n) { return 2 * n; }).get(),
            42);
  EXPECT_EQ(async(workers, [] {}).then([] { return 3; }).get(), 3);
  const auto handled = [](future<int> before) {
    EXPECT_TRUE(before.is_ready());
    try {
      return before.get();
    } catch (const std::runtime_error&) {
      return -1;
    }
  };
  EXPECT_EQ(async(workers, []() -> int { throw std::runtime_error("no number"); }).then(handled).get(), -1);
  EXPECT_EQ(async(workers, [] { return 8; }).then(handled).get(), 8);
  bool called = false;
  auto passed_on =
      async(workers, []() -> int { throw std::runtime_error("no number"); }).then([&](int) { called = true; });
  EXPECT_THROW(passed_on.get(), std::runtime_error);
  EXPECT_FALSE(called);
}

// Each id is made by one future, passed through a chain of random length, and taken by another thread, or left.
TEST(scheduler_futures, each_value_is_made_once_and_taken_once) {
  scheduler workers({.workers = 2});
  for_each_round([&](sync::random& choices) {
    constexpr std::size_t count = 600;
    accounts made(count);
    accounts taken(count);
    std::vector<future<std::size_t>> several(count);
    const std::uint64_t seed = choices.next();
    run_together(2, [&](unsigned thread) {
      sync::random own{seed + thread};
      for (std::size_t id = thread; id < count; id += 3) {
        future<std::size_t> one = async(workers, [&made, id] {
          made.ran(id);
          return id;
        });
        for (unsigned links = own.below(4); links > 0; --links) one = one.then([](std::size_t value) { return value; });
        several[id] = std::move(one);
      }
    });
    run_together(2, [&](unsigned thread) {
      for (std::size_t id = (thread + 1) % 3; id < count; id += 3) {
        if (id % 5 == 0) {
          taken.ran(id);
          several[id] = {};
        } else {
          taken.ran(several[id].get());
        }
      }
    });
    taken.expect_all_once();
    while (made.count_unrun() != 0) ::usleep(100);
    made.expect_all_once();
  });
}

// One worker, which waits: the awaited task lies below, above and behind ten thousand strangers, in its queue or the inbox.
TEST(scheduler_futures, a_worker_waits_behind_strangers_and_runs_none) {
  const deadline limit("a worker that waits for a future behind strangers");
  scheduler workers({.workers = 1});
  std::atomic<bool> waits{false};
  std::atomic<unsigned> during_the_wait{0};
  const auto stranger = [&] { during_the_wait += waits ? 1U : 0U; };
  const auto strangers = [&] {
    for (int i = 0; i < 10'000; ++i) workers.spawn(stranger);
  };
  task_group all(workers);
  all.spawn([&] {
    strangers();
    future<int> between = async(workers, [] { return 1; });
    strangers();
    future<int> chain =
        async(workers, [] { return 1; }).then([](int n) { return n + 1; }).then([](int n) { return n + 1; });
    strangers();
    waits = true;
    EXPECT_EQ(between.get() + chain.get(), 4);
    waits = false;
  });
  all.wait();
  workers.shutdown();
  EXPECT_EQ(during_the_wait, 0U);
}

// Waits within waits, in tasks of futures: each makes two more and adds.
int sum_of_ones(scheduler& workers, int depth) {
  if (depth == 0) return 1;
  auto left = async(workers, [&workers, depth] { return sum_of_ones(workers, depth - 1); });
  const int right = sum_of_ones(workers, depth - 1);
  return left.get() + right;
}
TEST(scheduler_futures, futures_in_futures) {
  const deadline limit("futures in futures");
  for (unsigned threads = 1; threads <= 3; ++threads) {
    scheduler workers({.workers = threads});
    EXPECT_EQ(async(workers, [&] { return sum_of_ones(workers, 10); }).get(), 1024);
  }
}

// A waiter steals a task that it may not run and puts it into the inbox: whoever waits for that one may have looked there
// before, and sleep.
TEST(scheduler_futures, what_a_waiter_puts_back_is_found) {
  const deadline limit("what a waiter puts back", std::chrono::seconds(60));
  scheduler workers({.workers = 2});
  const auto enough = sync::now() + std::chrono::seconds(10);
  for (int round = 0; round < 3000 && sync::now() < enough; ++round) {
    EXPECT_EQ(async(workers, [&] { return sum_of_ones(workers, 10); }).get(), 1024);
  }
}

// With forks, groups and futures below one another.
TEST(scheduler_futures, in_forks_and_groups) {
  const deadline limit("futures in forks and groups");
  scheduler workers({.workers = 2});
  const auto here = workers.attach();
  accounts book(64);
  task_group group(workers);
  for (std::size_t base = 0; base < 64; base += 4) {
    group.spawn([&, base] {
      auto first = async(workers, [&, base] { parallel_invoke([&] { book.ran(base); }, [&] { book.ran(base + 1); }); });
      auto second = first.then([&, base] { book.ran(base + 2); });
      parallel_invoke([&] { second.get(); }, [&] { book.ran(base + 3); });
    });
  }
  group.wait();
  book.expect_all_once();
}

// A worker of one scheduler waits for another's.
TEST(scheduler_futures, of_another_scheduler) {
  const deadline limit("a future of another scheduler");
  scheduler one({.workers = 1});
  scheduler other({.workers = 1});
  EXPECT_EQ(async(one, [&] { return async(other, [] { return 9; }).get() + 1; }).get(), 10);
}

// By a worker and by another thread: too early, and in time.
TEST(scheduler_futures, a_wait_with_a_limit_ends) {
  const deadline limit("a wait with a limit");
  using namespace std::chrono_literals;
  scheduler workers({.workers = 2});
  std::atomic<bool> over{false};
  future<int> late = async(workers, [&over] {
    until(over);
    return 1;
  });
  const auto begun = sync::now();
  EXPECT_FALSE(late.wait_for(20ms));
  EXPECT_FALSE(async(workers, [&late] { return late.wait_for(20ms); }).get());
  EXPECT_FALSE(late.wait_until(begun));
  EXPECT_FALSE(late.wait_until(sync::time_point::min()));
  EXPECT_FALSE(async(workers, [&late] { return late.wait_until(sync::time_point::min()); }).get());
  EXPECT_GE(sync::now() - begun, 40ms);
  over = true;
  EXPECT_TRUE(late.wait_for(std::chrono::hours::max()));
  EXPECT_TRUE(late.wait_until(begun));
  EXPECT_EQ(late.get(), 1);
  // The worker runs it itself.
  scheduler alone({.workers = 1});
  EXPECT_TRUE(async(alone, [&alone] { return async(alone, [] { return 2; }).wait_for(10s); }).get());
}

// However far back: less than no time is none.
TEST(scheduler_futures, a_limit_that_is_over_ends_the_wait_at_once) {
  using namespace std::chrono;
  const deadline limit("a wait whose limit is over");
  scheduler workers({.workers = 1});
  occupied_worker busy(workers);
  future<int> late = async(workers, [] { return 1; });
  EXPECT_FALSE(late.wait_for(nanoseconds(0)));
  EXPECT_FALSE(late.wait_for(nanoseconds::min()));
  EXPECT_FALSE(late.wait_for(hours::min()));
  EXPECT_FALSE(late.wait_for(hours::min() + hours(1)));
  EXPECT_FALSE(late.wait_for(duration<double>(-1e300)));
  busy.let_go();
  EXPECT_TRUE(late.wait_for(duration<double>(1e300)));
  EXPECT_EQ(late.get(), 1);
}

TEST(scheduler_futures, misuse_is_told) {
  scheduler workers({.workers = 1});
  future<int> none;
  EXPECT_THROW(static_cast<void>(none.get()), std::logic_error);
  EXPECT_THROW(static_cast<void>(none.is_ready()), std::logic_error);
  EXPECT_THROW(static_cast<void>(none.then([](int) {})), std::logic_error);
  future<int> own;
  std::atomic<bool> stored{false};
  std::atomic<bool> told{false};
  own = async(workers, [&] {
    until(stored);
    try {
      own.wait();
    } catch (const std::logic_error&) {
      told = true;
    }
    return 1;
  });
  stored = true;
  until(told);
  EXPECT_EQ(own.get(), 1);
}

// What was accepted runs; what was not is as it was.
TEST(scheduler_futures, after_the_shutdown) {
  scheduler workers({.workers = 1});
  future<int> ready = async(workers, [] { return 1; });
  future<int> kept = async(workers, [] { return 2; });
  ready.wait();
  workers.shutdown();
  auto closure = [owned = std::make_unique<int>(3)] { return *owned; };
  EXPECT_THROW(static_cast<void>(async(workers, std::move(closure))), scheduler_closed);
  EXPECT_EQ(closure(), 3);
  EXPECT_THROW(static_cast<void>(ready.then([](int) {})), scheduler_closed);
  EXPECT_EQ(ready.get() + kept.get(), 3);
}

TEST(scheduler_futures, of_an_abandoned_scheduler_are_cancelled) {
  scheduler workers({.workers = 1});
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  auto alive = std::make_shared<int>(0);
  workers.spawn([&] {
    begun = true;
    until(over);
  });
  until(begun);
  future<int> unrun = async(workers, [alive] { return *alive; });
  future<int> after = async(workers, [alive] { return *alive; }).then([alive](int n) { return n; });
  std::uint64_t cancelled = 0;
  sync::thread ending([&] { cancelled = workers.shutdown(shutdown_mode::abandon); });
  const std::uint64_t others = until_closed(workers);
  over = true;
  ending.join();
  EXPECT_EQ(cancelled, others + 3);
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_THROW(static_cast<void>(unrun.get()), tasks_cancelled);
  EXPECT_THROW(static_cast<void>(after.get()), tasks_cancelled);
}

}  // namespace
}  // namespace wyn::stress
