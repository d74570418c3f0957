// Several futures made into one: it is ready when all are, or one; each value is taken once.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/occupied.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"
#include "wyn/when_all.hpp"
#include "wyn/when_any.hpp"

namespace wyn::stress {
namespace {

TEST(scheduler_gathered_futures, all_of_several_types) {
  scheduler workers({.workers = 2});
  auto both = when_all(workers, async(workers, [] { return 1; }), async(workers, [] { return std::string("two"); }));
  auto [one, two] = both.get();
  EXPECT_TRUE(one.is_ready() && two.is_ready());
  EXPECT_EQ(one.get(), 1);
  EXPECT_EQ(two.get(), "two");
}

// By a thread and by the only worker, which runs them itself; some are ready before.
TEST(scheduler_gathered_futures, all_values_come_once) {
  const deadline limit("all of several futures");
  for (unsigned threads = 1; threads <= 2; ++threads) {
    scheduler workers({.workers = threads});
    for_each_round([&](sync::random& choices) {
      accounts book(1 + choices.below(50));
      const auto play = [&] {
        std::vector<future<std::size_t>> several;
        for (std::size_t id = 0; id < book.size(); ++id) several.push_back(async(workers, [id] { return id; }));
        if (book.size() > 3) several[2].wait();
        for (auto& one : when_all(workers, std::move(several)).get()) {
          EXPECT_TRUE(one.is_ready());
          book.ran(one.get());
        }
      };
      if (choices.below(2) == 0) play();
      else async(workers, play).get();
      book.expect_all_once();
    });
  }
}

TEST(scheduler_gathered_futures, the_first_of_several) {
  const deadline limit("the first of several futures");
  scheduler workers({.workers = 2});
  std::atomic<bool> over{false};
  auto late = async(workers, [&over] {
    until(over);
    return 1;
  });
  auto [index, futures] = when_any(workers, std::move(late), async(workers, [] { return 2.5; })).get();
  EXPECT_EQ(index, 1U);
  EXPECT_EQ(std::get<1>(futures).get(), 2.5);
  EXPECT_FALSE(std::get<0>(futures).is_ready());
  over = true;
  EXPECT_EQ(std::get<0>(futures).get(), 1);
}

// What lost is as usable as before: waited for, followed, gathered again, or left.
TEST(scheduler_gathered_futures, one_after_another) {
  const deadline limit("one future after another");
  for (unsigned threads = 1; threads <= 2; ++threads) {
    scheduler workers({.workers = threads});
    for_each_round([&](sync::random& choices) {
      accounts book(1 + choices.below(30));
      accounts made(book.size());
      const std::size_t left = choices.below(3);
      const auto play = [&] {
        std::vector<future<std::size_t>> several;
        for (std::size_t id = 0; id < book.size(); ++id) {
          several.push_back(async(workers, [&made, id] {
            made.ran(id);
            return id;
          }));
        }
        while (several.size() > left) {
          auto first = when_any(workers, std::move(several)).get();
          ASSERT_TRUE(first.futures[first.index].is_ready());
          book.ran(first.futures[first.index].get());
          several = std::move(first.futures);
          several.erase(several.begin() + static_cast<std::ptrdiff_t>(first.index));
        }
        if (several.size() == 2) {
          book.ran(several[0].then([](std::size_t id) { return id; }).get());
          several.erase(several.begin());
        }
        if (several.size() == 1) book.ran(several[0].get());
      };
      if (choices.below(2) == 0) play();
      else async(workers, play).get();
      book.expect_all_once();
      made.expect_all_once();
    });
  }
}

// The result is left, with everything in it.
TEST(scheduler_gathered_futures, nobody_wants_them) {
  const auto alive = std::make_shared<int>(0);
  {
    scheduler workers({.workers = 2});
    for_each_round([&](sync::random&) {
      const auto several = [&] {
        std::vector<future<std::shared_ptr<int>>> made;
        for (int i = 0; i < 5; ++i) made.push_back(async(workers, [alive] { return alive; }));
        return made;
      };
      static_cast<void>(when_all(workers, several()));
      static_cast<void>(when_any(workers, several()));
    });
  }
  EXPECT_EQ(alive.use_count(), 1);
}

// A value whose end forks, and waits for a group.
class waits_at_its_end {
 public:
  waits_at_its_end(scheduler& in, std::atomic<int>& ran) : in_(&in), ran_(&ran) {}
  waits_at_its_end(const waits_at_its_end&) = delete;
  waits_at_its_end& operator=(const waits_at_its_end&) = delete;
  waits_at_its_end(waits_at_its_end&& from) noexcept : in_(std::exchange(from.in_, nullptr)), ran_(from.ran_) {}
  waits_at_its_end& operator=(waits_at_its_end&&) = delete;
  ~waits_at_its_end() {
    if (in_ == nullptr) return;
    parallel_invoke([this] { ++*ran_; }, [this] { ++*ran_; });
    task_group group(*in_);
    for (int i = 0; i < 4; ++i) group.spawn([this] { ++*ran_; });
    group.wait();
  }

 private:
  scheduler* in_;
  std::atomic<int>* ran_;
};

// The values end in the task that comes last, whose own record is freed before.
TEST(scheduler_gathered_futures, a_dropped_value_waits_at_its_end) {
  for (const unsigned count : {1U, 2U}) {
    for (int round = 0; round < 100; ++round) {
      const deadline limit("a dropped value that waits at its end");
      std::atomic<int> ran{0};
      {
        scheduler workers({.workers = count});
        occupied_worker first(workers);
        const auto waits = [&] { return waits_at_its_end(workers, ran); };
        future<waits_at_its_end> all = async(workers, waits);
        future<waits_at_its_end> any = async(workers, waits);
        future<int> last = async(workers, [] { return 1; });
        static_cast<void>(when_all(workers, std::move(last), std::move(all)));
        std::vector<future<waits_at_its_end>> several;
        several.push_back(std::move(any));
        static_cast<void>(when_any(workers, std::move(several)));
        first.let_go();
      }
      ASSERT_EQ(ran, 12);
    }
  }
}

TEST(scheduler_gathered_futures, followed_by_another) {
  const deadline limit("a `then` of gathered futures");
  scheduler workers({.workers = 1});
  const auto sum = [](std::vector<future<int>> all) {
    int total = 0;
    for (auto& one : all) total += one.get();
    return total;
  };
  const auto three = [&] {
    std::vector<future<int>> several;
    for (int i = 1; i <= 3; ++i) several.push_back(async(workers, [i] { return i; }));
    return several;
  };
  EXPECT_EQ(when_all(workers, three()).then(sum).get(), 6);
  EXPECT_EQ(async(workers, [&] { return when_all(workers, three()).then(sum).get(); }).get(), 6);
  EXPECT_EQ(when_all(workers, std::vector<future<int>>{}).then(sum).get(), 0);
}

// It waits for the future that was not the first.
TEST(scheduler_gathered_futures, a_then_waits_for_the_others) {
  const deadline limit("a `then` that waits for the other future");
  for (unsigned threads = 1; threads <= 2; ++threads) {
    scheduler workers({.workers = threads});
    for_each_round([&](sync::random&) {
      std::vector<future<int>> both;
      both.push_back(async(workers, [] { return 1; }));
      both.push_back(async(workers, [] { return 2; }));
      auto sum = when_any(workers, std::move(both)).then([](when_any_result<std::vector<future<int>>> first) {
        const int other = first.futures[1 - first.index].get();
        return first.futures[first.index].get() + other;
      });
      EXPECT_EQ(sum.get(), 3);
    });
  }
}

// It is ready from the start, and no task makes it: not those that belong to nobody.
TEST(scheduler_gathered_futures, none_at_all_in_a_detached_task) {
  const deadline limit("futures of no futures, in a detached task");
  scheduler workers({.workers = 1});
  const auto none = [&] { return when_all(workers, std::vector<future<int>>{}); };
  const auto count = [](const std::vector<future<int>>& all) { return all.size(); };
  workers.spawn([&] { EXPECT_NO_THROW(EXPECT_EQ(none().then(count).get(), 0U)); });
  workers.spawn([&] {
    const auto both = [&] { return when_all(workers, none(), async(workers, [] { return 1; })).get(); };
    EXPECT_NO_THROW(EXPECT_EQ(std::get<1>(both()).get(), 1));
  });
  workers.shutdown();
}

TEST(scheduler_gathered_futures, a_wait_for_none_and_another_runs_no_detached_task) {
  const deadline limit("a wait for none at all and another one");
  std::atomic<bool> waits{false};
  scheduler workers({.workers = 1});
  task_group all(workers);
  all.spawn([&] {
    auto one = async(workers, [] { return 1; });
    workers.spawn([&] { EXPECT_FALSE(waits); });
    waits = true;
    when_all(workers, when_all(workers, std::vector<future<int>>{}), std::move(one)).wait();
    waits = false;
  });
  all.wait();
  workers.shutdown();
}

TEST(scheduler_gathered_futures, misuse_is_told_and_loses_nothing) {
  scheduler workers({.workers = 1});
  scheduler other({.workers = 1});
  EXPECT_THROW(static_cast<void>(when_any(workers, std::vector<future<int>>{})), std::invalid_argument);
  auto own = async(workers, [] { return 1; });
  auto strange = async(other, [] { return 2; });
  EXPECT_THROW(static_cast<void>(when_all(workers, std::move(own), std::move(strange))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(when_any(workers, std::move(own), std::move(strange))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(when_all(workers, std::move(own), future<int>{})), std::logic_error);
  EXPECT_EQ(own.get() + strange.get(), 3);
}

}  // namespace
}  // namespace wyn::stress
