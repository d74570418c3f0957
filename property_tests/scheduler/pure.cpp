// What the runtime computes without a thread: families, marks, places in a file, size classes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <string>
#include <tuple>
#include <vector>

#include "property_tests/main.hpp"
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

// As long as searching does not pay it gets shorter, down to one round; one that pays brings all of it back.
TEST(scheduler_search_budget, follows_what_pays) {
  EXPECT_TRUE(rc::check("a search budget", [] {
    const auto most = *rc::gen::inRange(1U, 100U);
    runtime::search_budget budget(most);
    unsigned expected = most;
    for (const int event : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3))) {
      if (event == 0) budget.paid();
      if (event == 1) budget.slept(runtime::search_budget::short_sleep - std::chrono::nanoseconds(1));
      if (event == 2) budget.slept(runtime::search_budget::short_sleep);
      expected = event == 2 ? std::max(1U, expected / 2) : most;
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

// All sleeps are measured while a search has more than one round; then one of every few, so that it can grow again.
TEST(scheduler_search_budget, measures_now_and_then_while_nothing_pays) {
  using runtime::search_budget;
  search_budget budget(2);
  for (unsigned i = 0; i < 3 * search_budget::measured_of; ++i) EXPECT_TRUE(budget.measures());
  budget.slept(search_budget::short_sleep);
  for (unsigned round = 0; round < 3; ++round) {
    unsigned measured = 0;
    for (unsigned i = 0; i < search_budget::measured_of; ++i) measured += budget.measures() ? 1 : 0;
    EXPECT_EQ(measured, 1U);
  }
  budget.paid();
  EXPECT_TRUE(budget.measures());
}

}  // namespace
}  // namespace wyn::properties
