// Stops: what has not begun is destroyed and counted, whoever waits is told, and each id ends in one state.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/occupied.hpp"
#include "stress/scheduler/one_end.hpp"
#include "wyn/future.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

// By a task of the group, by another one, or before the first.
TEST(scheduler_cancellation, a_stopped_group_ends_each_task_once) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(3)});
    const std::size_t count = 1 + choices.below(3000);
    const std::size_t stops_at = choices.below(4000);
    accounts ran(count);
    accounts dropped(count);
    std::stop_source stop;
    bool told = false;
    {
      task_group group(workers, stop.get_token());
      for (std::size_t id = 0; id < count; ++id) {
        group.spawn([own = marked(ran, dropped, id), &stop, stops_at]() mutable {
          if (own() == stops_at) stop.request_stop();
        });
      }
      if (stops_at % 3 == 0) stop.request_stop();
      try {
        group.wait();
      } catch (const tasks_cancelled&) {
        told = true;
      }
    }
    expect_one_end_each(ran, dropped);
    const std::size_t unrun = ran.count_unrun();
    EXPECT_EQ(told, unrun != 0);
    const scheduler_stats counted = workers.stats();
    EXPECT_EQ(counted.cancelled, unrun);
    EXPECT_EQ(counted.run, count - unrun);
  });
}

TEST(scheduler_cancellation, stopped_futures_say_so) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(2)});
    const std::size_t count = 1 + choices.below(500);
    const std::size_t stops_at = choices.below(600);
    accounts ran(count);
    accounts dropped(count);
    std::stop_source stop;
    std::vector<future<std::size_t>> several;
    for (std::size_t id = 0; id < count; ++id) {
      several.push_back(async(workers, stop.get_token(), [own = marked(ran, dropped, id), &stop, stops_at]() mutable {
        const std::size_t made = own();
        if (made == stops_at) stop.request_stop();
        return made;
      }));
    }
    for (std::size_t id = 0; id < count; ++id) {
      try {
        EXPECT_EQ(several[id].get(), id);
        EXPECT_EQ(ran.times(id), 1U);
      } catch (const tasks_cancelled&) {
        EXPECT_EQ(ran.times(id), 0U);
      }
    }
    expect_one_end_each(ran, dropped);
  });
}

// Behind a task that holds the only worker, so that it is sure which have begun.
TEST(scheduler_cancellation, who_waits_and_who_comes_after_are_told) {
  const deadline limit("waits for what was stopped");
  scheduler workers({.workers = 1});
  occupied_worker busy(workers);
  const auto alive = std::make_shared<int>(1);
  std::stop_source stop;
  future<int> stopped = async(workers, stop.get_token(), [alive] { return *alive; });
  future<int> passed_on =
      async(workers, stop.get_token(), [alive] { return *alive; }).then([alive](int n) { return n; });
  future<int> handled = async(workers, stop.get_token(), [alive] { return *alive; }).then([](future<int> before) {
    try {
      return before.get();
    } catch (const tasks_cancelled&) {
      return -1;
    }
  });
  stop.request_stop();
  busy.let_go();
  EXPECT_THROW(static_cast<void>(stopped.get()), tasks_cancelled);
  EXPECT_THROW(static_cast<void>(passed_on.get()), tasks_cancelled);
  EXPECT_EQ(handled.get(), -1);
  workers.shutdown();
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(scheduler_cancellation, an_exception_comes_before_a_stop) {
  scheduler workers({.workers = 1});
  std::stop_source stop;
  task_group group(workers, stop.get_token());
  group.spawn([&stop] {
    stop.request_stop();
    throw std::runtime_error("and it stops the others");
  });
  for (int i = 0; i < 10; ++i) group.spawn([] {});
  EXPECT_THROW(group.wait(), std::runtime_error);
  group.spawn([] { ADD_FAILURE() << "a stopped group runs a task"; });
  EXPECT_THROW(group.wait(), tasks_cancelled);
}

}  // namespace
}  // namespace wyn::stress
