// What the runtime computes without a thread: families, marks, places in a file, size classes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <string>
#include <tuple>
#include <vector>

#include "property_tests/main.hpp"
#include "wyn/runtime/haul.hpp"
#include "wyn/runtime/inbox.hpp"
#include "wyn/runtime/records.hpp"
#include "wyn/runtime/search_budget.hpp"
#include "wyn/runtime/task.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

using runtime::awaited;
using runtime::family_id;
using runtime::fork_task;
using runtime::group_core;
using runtime::haul;
using runtime::spawn_location;
using runtime::strand;
using runtime::task;
using runtime::task_kind;

class relative : public task {
 public:
  explicit relative(group_core* group) : task(spawned, group), own_{this, nullptr} {}
  explicit relative(const strand& made_by) : task(forked, made_by), own_{this, nullptr} {}
  [[nodiscard]] const strand& run_of_it() const { return own_; }
  // Only its address is looked at.
  [[nodiscard]] const fork_task* as_fork() const {
    return reinterpret_cast<const fork_task*>(static_cast<const task*>(this));
  }

 private:
  static constexpr task_kind spawned{nullptr, [](task&, runtime::worker&) noexcept {}};
  static constexpr task_kind forked{nullptr, nullptr};
  const strand own_;
};

group_core* group_number(unsigned n) {
  alignas(64) static char places[4 * 64];
  return n == 0 ? nullptr : reinterpret_cast<group_core*>(places + std::size_t{64} * n);
}

TEST(scheduler_families, a_wait_needs_its_group_or_fork_and_what_these_forked) {
  EXPECT_TRUE(rc::check("random families", [] {
    const auto drawn = *rc::gen::container<std::vector<std::tuple<unsigned, bool, unsigned>>>(
        rc::gen::tuple(rc::gen::inRange(0U, 4U), rc::gen::arbitrary<bool>(), rc::gen::inRange(0U, 1000U)));
    const strand bottom{nullptr, nullptr};
    std::deque<relative> family;
    std::vector<std::size_t> parent;  // none: itself
    for (const auto& [group, forked, wanted] : drawn) {
      const std::size_t self = family.size();
      const std::size_t of = wanted % (self + 1);
      parent.push_back(forked && of < self ? of : self);
      if (!forked) family.emplace_back(group_number(group));
      else family.emplace_back(of < self ? family[of].run_of_it() : bottom);
    }
    for (std::size_t i = 0; i < family.size(); ++i) {
      std::size_t root = i;
      std::vector<bool> above(family.size());
      for (above[i] = true; parent[root] != root; above[root] = true) root = parent[root];
      for (unsigned n = 1; n < 4; ++n) {
        const bool expected = !family[root].is_fork() && family[root].group() == group_number(n);
        const family_id of = reinterpret_cast<std::uintptr_t>(group_number(n));
        RC_ASSERT((awaited{{&of, 1}, nullptr}.needs(family[i])) == expected);
      }
      RC_ASSERT(!(awaited{{}, nullptr}.needs(family[i])));
      for (std::size_t j = 0; j < family.size(); ++j) {
        RC_ASSERT(!family[j].is_fork() || (awaited{{}, family[j].as_fork()}.needs(family[i])) == above[j]);
      }
    }
  }));
}

TEST(scheduler_marks, a_marked_task_is_found_again) {
  EXPECT_TRUE(rc::check("marks", [](unsigned group, bool forked) {
    const strand bottom{nullptr, nullptr};
    relative fork(bottom);
    relative grouped(group_number(group % 4));
    relative& some = forked ? fork : grouped;
    const runtime::marked_task value = runtime::marked(some);
    RC_ASSERT(&runtime::foremost(value) == &some);
    RC_ASSERT(!runtime::is_bundle(value));
    const auto of = forked ? reinterpret_cast<std::uintptr_t>(static_cast<task*>(&some)) : some.family();
    RC_ASSERT((value >> runtime::mark_shift) == runtime::mark_of(of));
    RC_ASSERT(value != 0 && value != ~runtime::marked_task{0});
  }));
}

TEST(scheduler_locations, file_and_line_in_eight_bytes) {
  static_assert(sizeof(spawn_location) == 8);
  EXPECT_TRUE(rc::check("locations", [] {
    const auto line = *rc::gen::inRange(0U, 200'000U);
    const spawn_location packed(sync::source_location{__FILE__, line, "f"});
    RC_ASSERT(std::string(packed.file()) == __FILE__);
    RC_ASSERT(packed.line() == std::min(line, 65'535U));
  }));
  EXPECT_EQ(spawn_location{}.file(), nullptr);
  EXPECT_EQ(spawn_location{}.line(), 0U);
}

TEST(scheduler_records, the_smallest_class_that_fits) {
  constexpr std::size_t classes = runtime::thread_records::classes;
  for (std::size_t i = 1; i < classes; ++i)
    EXPECT_LT(sync::record_classes[i - 1].record_size, sync::record_classes[i].record_size);
  const std::size_t largest = sync::record_classes[classes - 1].record_size;
  for (std::size_t size = 0; size <= largest; ++size) {
    const std::size_t chosen = runtime::size_class_of(size);
    ASSERT_LT(chosen, classes) << size;
    ASSERT_GE(sync::record_classes[chosen].record_size, size);
    ASSERT_TRUE(chosen == 0 || sync::record_classes[chosen - 1].record_size < size) << size;
  }
  EXPECT_EQ(runtime::size_class_of(largest + 1), classes);
}

// It gets shorter with every sleep, down to one round; one that pays brings all of it back, and so do sleeps close together.
TEST(scheduler_search_budget, follows_what_pays) {
  using runtime::search_budget;
  EXPECT_TRUE(rc::check("a search budget", [] {
    const auto most = *rc::gen::inRange(1U, 100U);
    search_budget budget(most);
    unsigned expected = most;
    unsigned in_a_row = 0;
    sync::time_point now{};
    budget.sleeps(now += search_budget::close);
    expected = std::max(1U, expected / 2);
    for (const int event : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3))) {
      if (event == 0) budget.paid();
      if (event != 0) {
        const bool is_close = event == 1;
        budget.sleeps(now += search_budget::close - std::chrono::nanoseconds(is_close ? 1 : 0));
        in_a_row = is_close ? in_a_row + 1 : 0;
      }
      expected = event == 0 || in_a_row >= search_budget::enough ? most : std::max(1U, expected / 2);
      RC_ASSERT(budget.rounds() == expected);
    }
  }));
}

// However short a search is, it asks for hidden work, and by its ninth round.
TEST(scheduler_search_budget, asks_in_every_search) {
  using runtime::search_budget;
  for (unsigned rounds = 1; rounds < 100; ++rounds) {
    const search_budget budget(rounds);
    std::vector<unsigned> asking;
    for (unsigned round = 0; round < rounds; ++round) {
      if (budget.asks_in(round)) asking.push_back(round);
    }
    ASSERT_FALSE(asking.empty()) << rounds;
    ASSERT_LE(asking.front(), search_budget::ask_first) << rounds;
    for (std::size_t i = 1; i < asking.size(); ++i) EXPECT_EQ(asking[i] - asking[i - 1], search_budget::ask_again);
    EXPECT_LE(rounds - asking.back(), search_budget::ask_again) << rounds;
  }
}

// The thief takes `at_once` tasks of `each` ns, and the victim makes `goes_on` tasks meanwhile.
struct robbery {
  std::size_t at_once;
  std::uint64_t each;
  std::uint64_t goes_on;
};

// One haul after another until it is weighed: how long a rest is due.
std::chrono::microseconds rest_after(haul& taken, const robbery& way) {
  static sync::time_point now{};
  haul::progress so_far{0, 0};
  for (std::size_t count = 0; count < haul::few; count += way.at_once) {
    taken.took(way.at_once, so_far, now);
    EXPECT_TRUE(taken.is_under_way());
    now += std::chrono::nanoseconds(way.at_once * way.each);
    so_far.victim += way.goes_on;
    so_far.thief += way.at_once;
    taken.pause(now);
    now += std::chrono::seconds(1);  // between two hauls, no matter how long
    taken.weigh(so_far, 0);
  }
  EXPECT_TRUE(taken.is_empty());
  return taken.take_rest();
}

// Short tasks of a victim that goes on are left alone from the second haul on, longer and longer; one that is worth it ends
// that.
TEST(scheduler_haul, rests_from_short_tasks_of_a_victim_that_goes_on) {
  EXPECT_TRUE(rc::check("random robberies", [] {
    haul taken;
    auto expected = haul::first_rest;
    bool suspects = false;
    const auto ways = *rc::gen::container<std::vector<std::tuple<std::size_t, std::uint64_t, std::uint64_t>>>(
        rc::gen::tuple(rc::gen::inRange<std::size_t>(1, 200), rc::gen::inRange<std::uint64_t>(0, 120),
                       rc::gen::inRange<std::uint64_t>(0, 100)));
    for (const auto& [at_once, each, goes_on] : ways) {
      const std::size_t times = (haul::few + at_once - 1) / at_once;
      const std::size_t count = times * at_once;
      const bool is_short = count * each < (count + times) * static_cast<std::uint64_t>(haul::short_task.count());
      const bool rests = is_short && suspects && haul::slow * times * goes_on >= count;
      suspects = is_short;
      RC_ASSERT(rest_after(taken, {at_once, each, goes_on}) == (rests ? expected : std::chrono::microseconds{0}));
      expected = rests ? std::min(2 * expected, haul::longest_rest) : haul::first_rest;
    }
  }));
}

// What others took of it in turn did not run here.
TEST(scheduler_haul, counts_what_ran) {
  haul taken;
  const sync::time_point start{};
  static_cast<void>(rest_after(taken, {haul::few, 0, haul::few}));
  ASSERT_TRUE(taken.suspects());
  taken.took(100, {0, 0}, start);
  taken.pause(start + 20 * haul::short_task);
  taken.weigh({1000, 10}, 0);
  EXPECT_FALSE(taken.rest_is_due());
}

// What lies in the queue yet is weighed with what is taken next, once it has run.
TEST(scheduler_haul, weighs_what_is_left_when_it_has_run) {
  haul taken;
  const sync::time_point start{};
  static_cast<void>(rest_after(taken, {haul::few, 0, haul::few}));
  taken.took(200, {0, 0}, start);
  taken.pause(start + 150 * haul::short_task * 4 / 5);
  taken.weigh({1000, 150}, 50);
  EXPECT_TRUE(taken.rest_is_due());
  taken.took(100, {1000, 150}, start);
  taken.pause(start + 150 * haul::short_task * 4 / 5);
  taken.weigh({2000, 300}, 0);
  EXPECT_EQ(taken.take_rest(), 2 * haul::first_rest);
}

// The i-th hundred tasks of a victim that goes on as fast, from 0 on.
void run_hundred(haul& taken, std::uint64_t i, std::chrono::nanoseconds each) {
  const sync::time_point start{};
  taken.took(100, {100 * i, 100 * i}, start);
  taken.pause(start + 100 * each);
  taken.weigh({100 * i + 100, 100 * i + 100}, 0);
}

// Else a thief of two victims would go from one to the other, and never rest.
TEST(scheduler_haul, tries_elsewhere_once_before_a_rest) {
  haul taken;
  for (std::uint64_t i = 0; i < 3; ++i) {
    run_hundred(taken, i, {});
    ASSERT_EQ(taken.rest_is_due(), i > 0);
    EXPECT_TRUE(i != 1 || taken.tries_elsewhere());
  }
  EXPECT_FALSE(taken.tries_elsewhere());
  static_cast<void>(taken.take_rest());
  EXPECT_TRUE(taken.tries_elsewhere());
}

// The last weighing decides.
TEST(scheduler_haul, forgets_a_rest_from_tasks_that_got_long) {
  haul taken;
  for (std::uint64_t i = 0; i < 2; ++i) run_hundred(taken, i, {});
  ASSERT_TRUE(taken.rest_is_due());
  run_hundred(taken, 2, 2 * haul::short_task);
  EXPECT_FALSE(taken.rest_is_due());
}

}  // namespace
}  // namespace wyn::properties
