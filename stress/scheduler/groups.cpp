// Groups and forks: waiting ends, runs nobody else's tasks, and passes exceptions on.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/together.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"
#include "wyn/this_worker.hpp"

namespace wyn::stress {
namespace {

std::atomic<unsigned> function_calls{0};

void plain_function() {
  ++function_calls;
}

// Trivially copyable, and yet a copy's call is not its own.
struct counting_branch {
  unsigned calls;
  std::atomic<bool>& begun;
  void operator()() {
    ++calls;
    begun = true;
  }
};

TEST(scheduler_groups, five_million_in_one_group) {
  accounts book(5'000'000);
  scheduler workers({.workers = 2});
  const auto here = workers.attach();
  task_group group(workers);
  for (std::size_t id = 0; id < book.size(); ++id) group.spawn([&book, id] { book.ran(id); });
  group.wait();
  book.expect_all_once();
}

// One worker, which waits for a group behind ten thousand strangers: it runs none of them meanwhile.
TEST(scheduler_groups, strangers_ahead_of_the_group_stay) {
  accounts strangers(10'000);
  accounts book(100);
  std::size_t run_meanwhile = 0;
  {
    scheduler workers({.workers = 1});
    task_group outer(workers);
    outer.spawn([&] {
      for (std::size_t id = 0; id < strangers.size(); ++id) workers.spawn([&strangers, id] { strangers.ran(id); });
      task_group group(workers);
      for (std::size_t id = 0; id < book.size(); ++id) group.spawn([&book, id] { book.ran(id); });
      group.wait();
      run_meanwhile = strangers.size() - strangers.count_unrun();
    });
    outer.wait();
  }
  EXPECT_EQ(run_meanwhile, 0U);
  strangers.expect_all_once();
  book.expect_all_once();
}

// The group's tasks are spawned first, so the strangers lie above them.
TEST(scheduler_groups, strangers_on_top_of_the_group_stay) {
  accounts strangers(10'000);
  accounts book(100);
  {
    scheduler workers({.workers = 1});
    task_group outer(workers);
    outer.spawn([&] {
      task_group group(workers);
      for (std::size_t id = 0; id < book.size(); ++id) group.spawn([&book, id] { book.ran(id); });
      for (std::size_t id = 0; id < strangers.size(); ++id) workers.spawn([&strangers, id] { strangers.ran(id); });
      group.wait();
      EXPECT_EQ(strangers.count_unrun(), strangers.size());
    });
    outer.wait();
  }
  strangers.expect_all_once();
  book.expect_all_once();
}

// A task of one group waits for another group, whose tasks lie among strangers in the inbox.
TEST(scheduler_groups, a_task_waits_for_another_group) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(3)});
    accounts book(200);
    task_group last(workers);
    last.spawn([&] {
      task_group first(workers);
      for (std::size_t id = 0; id < 100; ++id) {
        first.spawn([&book, id] { book.ran(id); });
        workers.spawn([] {});
      }
      task_group second(workers);
      second.spawn([&book] { book.ran(100); });
      for (std::size_t id = 101; id < 200; ++id) second.spawn([&book, id] { book.ran(id); });
      second.wait();
      first.wait();
    });
    last.wait();
    book.expect_all_once();
  });
}

unsigned long long sum(const std::vector<unsigned>& of, std::size_t from, std::size_t to) {
  if (to - from < 16) {
    unsigned long long total = 0;
    for (std::size_t i = from; i < to; ++i) total += of[i];
    return total;
  }
  unsigned long long left = 0;
  unsigned long long right = 0;
  const std::size_t middle = from + (to - from) / 2;
  parallel_invoke([&] { left = sum(of, from, middle); }, [&] { right = sum(of, middle, to); });
  return left + right;
}

TEST(scheduler_forks, divide_and_conquer) {
  for_each_round([](sync::random& choices) {
    std::vector<unsigned> numbers(1 + choices.below(200'000));
    unsigned long long expected = 0;
    for (unsigned& n : numbers) expected += n = choices.below(1000);
    scheduler workers({.workers = 1 + choices.below(4)});
    unsigned long long found = 0;
    task_group group(workers);
    group.spawn([&] { found = sum(numbers, 0, numbers.size()); });
    group.wait();
    EXPECT_EQ(found, expected);
  });
}

// The depth of the recursion is the stack's: forks and joins add a frame each.
void descend(unsigned depth, accounts& book) {
  if (depth == 0) return;
  parallel_invoke([&] { descend(depth - 1, book); }, [&] { book.ran(depth - 1); });
}

TEST(scheduler_forks, recursion_of_depth_ten_thousand) {
  accounts book(10'000);
  scheduler workers({.workers = 2, .stack_size = std::size_t{64} << 20});
  task_group group(workers);
  group.spawn([&] { descend(10'000, book); });
  group.wait();
  book.expect_all_once();
}

// Detached tasks that the first branch leaves behind are not run by the join.
TEST(scheduler_forks, a_join_runs_its_own_fork_only) {
  for_each_round([](sync::random& choices) {
    accounts strangers(64);
    accounts book(2);
    {
      scheduler workers({.workers = 1 + choices.below(2)});
      task_group group(workers);
      group.spawn([&] {
        parallel_invoke(
            [&] {
              for (std::size_t id = 0; id < strangers.size(); ++id)
                workers.spawn([&strangers, id] { strangers.ran(id); });
              book.ran(0);
            },
            [&] { book.ran(1); });
        if (workers.workers() == 1) {
          EXPECT_EQ(strangers.count_unrun(), strangers.size());
        }
      });
      group.wait();
    }
    strangers.expect_all_once();
    book.expect_all_once();
  });
}

// Whether the fork stays at home or is stolen: what was named is run itself, and what only moves is not copied.
TEST(scheduler_forks, a_named_branch_is_run_itself_and_a_temporary_as_it_was_made) {
  scheduler workers({.workers = 2});
  const auto here = workers.attach();
  for (const bool stolen : {false, true}) {
    std::atomic<bool> begun{false};
    const auto wait_if_stolen = [&] {
      if (stolen) until(begun);
    };
    counting_branch named{0, begun};
    parallel_invoke(wait_if_stolen, named);
    EXPECT_EQ(named.calls, 1U) << stolen;

    begun = false;
    unsigned seen = 0;
    parallel_invoke(wait_if_stolen, [only = std::make_unique<unsigned>(7), &seen, &begun] {
      begun = true;
      seen = *only;
    });
    EXPECT_EQ(seen, 7U) << stolen;

    begun = false;
    std::array<unsigned, 64> many{};
    many.fill(9);
    unsigned sum = 0;
    parallel_invoke(wait_if_stolen, [many, &sum, &begun] {
      begun = true;
      for (const unsigned one : many) sum += one;
    });
    EXPECT_EQ(sum, 9U * 64) << stolen;

    function_calls = 0;
    parallel_invoke([] {}, plain_function);
    parallel_invoke([] {}, &plain_function);
    EXPECT_EQ(function_calls, 2U);
  }
}

// The task is waited for one group further down, and runs on another worker: here the inner wait has a body that ends when
// it has run.
TEST(scheduler_groups, a_wait_helps_what_its_tasks_wait_for) {
  for_each_round([](sync::random&) {
    scheduler workers({.workers = 2});
    std::atomic<bool> helped{false};
    task_group outer(workers);
    outer.spawn([&] {
      task_group group(workers);
      group.spawn([&] {
        task_group inner(workers);
        inner.spawn([&] {
          inner.spawn([&helped] { helped = true; });
          until(helped);
        });
        inner.wait();
      });
      group.wait();
    });
    outer.wait();
    EXPECT_TRUE(helped);
  });
}

TEST(scheduler_exceptions, the_first_goes_on_and_the_others_are_counted) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(4)});
    const unsigned failing = choices.below(20);
    task_group group(workers);
    for (unsigned i = 0; i < 20; ++i) {
      group.spawn([i, failing] {
        if (i < failing) throw std::runtime_error("task");
      });
    }
    if (failing == 0) {
      EXPECT_NO_THROW(group.wait());
    } else {
      EXPECT_THROW(group.wait(), std::runtime_error);
      EXPECT_EQ(group.dropped_exceptions(), failing - 1);
    }
    EXPECT_NO_THROW(group.wait()) << "an exception surfaces once";
  });
}

struct first_failed {};
struct second_failed {};

TEST(scheduler_exceptions, of_forks) {
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 2});
    const bool first_fails = choices.below(2) == 0;
    const bool second_fails = choices.below(2) == 0;
    const bool slow = choices.below(2) == 0;
    bool second_ran = false;
    const auto both = [&] {
      parallel_invoke(
          [&] {
            if (slow) ::usleep(100);
            if (first_fails) throw first_failed{};
          },
          [&] {
            second_ran = true;
            if (second_fails) throw second_failed{};
          });
    };
    task_group group(workers);
    group.spawn(both);
    if (first_fails) EXPECT_THROW(group.wait(), first_failed);
    else if (second_fails) EXPECT_THROW(group.wait(), second_failed);
    else EXPECT_NO_THROW(group.wait());
    EXPECT_TRUE(second_ran || first_fails);
  });
}

TEST(scheduler_exceptions, of_detached_tasks_go_to_the_handler) {
  sync::atomic<unsigned> caught{0};
  unsigned line = 0;
  {
    scheduler workers({.workers = 2, .on_panic = [&](std::exception_ptr thrown, runtime::spawn_location where) {
                         EXPECT_THROW(std::rethrow_exception(thrown), std::runtime_error);
                         EXPECT_NE(std::string(where.file()).find("groups.cpp"), std::string::npos);
                         EXPECT_EQ(where.line(), line);
                         caught.fetch_add(1, sync::relaxed<"stress.panic.caught">);
                       }});
    line = __LINE__ + 1;
    for (int i = 0; i < 100; ++i) workers.spawn([] { throw std::runtime_error("alone"); });
  }
  EXPECT_EQ(caught.load(sync::relaxed<"stress.panic.count">), 100U);
}

}  // namespace
}  // namespace wyn::stress
