// The checker itself: it accepts a stored history of each kind that the specification allows and rejects
// forbidden ones.
#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "property_tests/deque/linearizability.hpp"

namespace wyn::properties {

namespace {

using log = std::vector<operation>;

operation push(unsigned element, std::int64_t begin, std::int64_t end) {
  return {event::pushed, element, begin, end};
}
operation full(std::int64_t begin, std::int64_t end) {
  return {event::full, 0, begin, end};
}
operation take(unsigned element, std::int64_t begin, std::int64_t end) {
  return {event::took, element, begin, end};
}
operation take_none(std::int64_t begin, std::int64_t end) {
  return {event::took_none, 0, begin, end};
}
operation steal(unsigned element, std::int64_t begin, std::int64_t end) {
  return {event::stole, element, begin, end};
}
operation empty(std::int64_t begin, std::int64_t end) {
  return {event::found_empty, 0, begin, end};
}
operation lost(std::int64_t begin, std::int64_t end) {
  return {event::lost, 0, begin, end};
}

struct stored {
  unsigned before_start;
  std::vector<log> logs;  // the owner's first
  std::uint64_t bound = 0;
};

history told_by(const stored& from) {
  history told;
  told.threads = static_cast<unsigned>(from.logs.size());
  told.before_start = from.before_start;
  told.bound = from.bound;
  for (std::size_t i = 0; i < from.logs.size(); ++i) {
    for (const operation& done : from.logs[i]) told.logs[i].add(done);
  }
  return told;
}

void expect_allowed(const stored& from) {
  linearizability_checker checker;
  const history told = told_by(from);
  EXPECT_STREQ(checker.complaint(told), nullptr) << to_text(told);
}

void expect_forbidden(const stored& from, const char* complaint) {
  linearizability_checker checker;
  const history told = told_by(from);
  EXPECT_STREQ(checker.complaint(told), complaint) << to_text(told);
}

constexpr const char* unordered = "no order of the operations explains their outcomes";
constexpr const char* unbeaten = "a steal lost though no other claim can have beaten it";

}  // namespace

TEST(allowed_history, of_the_owner_alone) {
  expect_allowed({0, {{push(1, 1, 2), push(2, 3, 4), take(2, 5, 6), take(1, 7, 8), take_none(9, 10)}}});
}

TEST(allowed_history, empty_misses_a_push_that_does_not_happen_before_it) {
  expect_allowed({0, {{push(1, 1, 2), take(1, 7, 8), take_none(9, 10)}, {empty(4, 5)}}});
}

TEST(allowed_history, empty_misses_what_is_younger_than_all_that_the_thief_has_seen) {
  expect_allowed({0,
                  {{push(1, 1, 2), push(2, 3, 4), push(3, 5, 6), take(3, 20, 21), take_none(22, 23)},
                   {steal(1, 7, 8), empty(9, 10)},
                   {steal(2, 9, 11), empty(12, 13)}}});
}

TEST(allowed_history, empty_while_a_take_has_reserved_the_last_element) {
  expect_allowed({1, {{push(1, 1, 2), take(1, 4, 9), take_none(10, 11)}, {empty(5, 6)}}});
}

TEST(allowed_history, empty_while_a_take_has_reserved_an_element_that_a_later_thief_gets) {
  expect_allowed({1, {{push(1, 1, 2), take_none(4, 12), take_none(13, 14)}, {empty(5, 6)}, {steal(1, 7, 9)}}});
}

TEST(allowed_history, lost_to_a_concurrent_claim) {
  expect_allowed({1, {{push(1, 1, 2), take_none(12, 13)}, {lost(4, 8)}, {steal(1, 5, 7)}}});
}

TEST(allowed_history, lost_to_an_earlier_claim_that_does_not_happen_before_it) {
  expect_allowed({1, {{push(1, 1, 2), take_none(12, 13)}, {lost(8, 9)}, {steal(1, 5, 7)}}});
}

TEST(allowed_history, lost_twice_to_two_claims) {
  expect_allowed({2,
                  {{push(1, 1, 2), push(2, 3, 4), take_none(20, 21)},
                   {lost(5, 8), lost(9, 12)},
                   {steal(1, 5, 7), steal(2, 8, 11)}}});
}

TEST(allowed_history, thief_wins_the_last_element) {
  expect_allowed({1, {{push(1, 1, 2), take_none(4, 8), take_none(9, 10)}, {steal(1, 5, 7)}}});
}

TEST(allowed_history, owner_wins_the_last_element) {
  expect_allowed({1, {{push(1, 1, 2), take(1, 4, 8), take_none(9, 10)}, {lost(5, 7)}}});
}

TEST(allowed_history, batch_beside_a_thief) {
  expect_allowed({4,
                  {{push(1, 1, 2), push(2, 3, 4), push(3, 5, 6), push(4, 7, 8), take(4, 30, 31), take_none(32, 33)},
                   {steal(1, 10, 20), steal(3, 10, 20)},
                   {steal(2, 12, 14)}}});
}

TEST(allowed_history, growth_under_theft) {
  expect_allowed({1,
                  {{push(1, 1, 2), push(2, 4, 12), push(3, 13, 14), take(3, 15, 16), take_none(17, 18)},
                   {steal(1, 5, 6), steal(2, 9, 10)}}});
}

TEST(allowed_history, full_because_a_claim_is_not_visible_yet) {
  expect_allowed({1, {{push(1, 1, 2), full(8, 9), take_none(10, 11)}, {steal(1, 4, 5)}}, 1});
}

TEST(allowed_history, steals_and_takes_meet_in_the_middle) {
  expect_allowed({3,
                  {{push(1, 1, 2), push(2, 3, 4), push(3, 5, 6), take(3, 7, 8), take_none(9, 14), take_none(20, 21)},
                   {steal(1, 7, 9)},
                   {steal(2, 10, 12)}}});
}

TEST(forbidden_history, an_element_comes_out_twice) {
  expect_forbidden({1, {{push(1, 1, 2), take(1, 4, 8), take_none(9, 10)}, {steal(1, 5, 7)}}}, unordered);
}

TEST(forbidden_history, an_element_is_lost) {
  expect_forbidden({2, {{push(1, 1, 2), push(2, 3, 4), take_none(9, 10)}, {steal(1, 5, 7)}}}, unordered);
}

TEST(forbidden_history, empty_though_a_push_happened_before) {
  expect_forbidden({1, {{push(1, 1, 2), take(1, 7, 8), take_none(9, 10)}, {empty(4, 5)}}}, unordered);
}

TEST(forbidden_history, empty_though_the_thief_later_gets_what_is_younger_than_what_it_missed) {
  expect_forbidden(
      {1, {{push(1, 1, 2), push(2, 3, 4), take_none(20, 21)}, {empty(5, 6), steal(1, 7, 8), steal(2, 9, 10)}}},
      unordered);
}

TEST(forbidden_history, empty_though_the_owners_fence_came_after_the_push) {
  expect_forbidden(
      {0, {{push(1, 1, 2), push(2, 3, 4), take(2, 5, 6), take(1, 20, 21), take_none(22, 23)}, {empty(8, 9)}}},
      unordered);
}

TEST(forbidden_history, empty_though_the_take_reserved_another_element) {
  expect_forbidden({2, {{push(1, 1, 2), push(2, 3, 4), take(2, 5, 9), take(1, 10, 11)}, {empty(6, 7)}}}, unordered);
}

TEST(forbidden_history, lost_without_any_claim) {
  expect_forbidden({1, {{push(1, 1, 2), take(1, 9, 10), take_none(11, 12)}, {lost(4, 5)}}}, unbeaten);
}

TEST(forbidden_history, lost_to_a_claim_that_happens_before_it) {
  expect_forbidden(
      {2, {{push(1, 1, 2), push(2, 3, 4), take_none(20, 21)}, {steal(2, 8, 9), lost(10, 11)}, {steal(1, 5, 7)}}},
      unbeaten);
}

TEST(forbidden_history, lost_twice_to_one_claim) {
  expect_forbidden({1, {{push(1, 1, 2), take_none(20, 21)}, {lost(4, 6), lost(7, 9)}, {steal(1, 4, 12)}}}, unbeaten);
}

TEST(forbidden_history, lost_to_a_take_that_was_not_of_the_last_element) {
  expect_forbidden(
      {2, {{push(1, 1, 2), push(2, 3, 4), take(2, 5, 8), take(1, 20, 21), take_none(22, 23)}, {lost(6, 7)}}}, unbeaten);
}

TEST(forbidden_history, the_owner_takes_what_is_not_the_youngest) {
  expect_forbidden({0, {{push(1, 1, 2), push(2, 3, 4), take(1, 5, 6), take(2, 7, 8), take_none(9, 10)}}}, unordered);
}

TEST(forbidden_history, steals_out_of_order) {
  expect_forbidden({2, {{push(1, 1, 2), push(2, 3, 4), take_none(20, 21)}, {steal(2, 5, 6), steal(1, 7, 8)}}},
                   unordered);
}

TEST(forbidden_history, a_claim_after_the_owner_found_nothing) {
  expect_forbidden({1, {{push(1, 1, 2), take_none(4, 5), take_none(20, 21)}, {steal(1, 7, 8)}}}, unordered);
}

TEST(forbidden_history, more_inside_than_the_bound) {
  expect_forbidden({2, {{push(1, 1, 2), push(2, 3, 4), take(2, 5, 6), take(1, 7, 8), take_none(9, 10)}}, 1}, unordered);
}

TEST(forbidden_history, full_with_room) {
  expect_forbidden({1, {{push(1, 1, 2), full(3, 4), take(1, 5, 6), take_none(7, 8)}}, 2},
                   "full though the owner had room in its own view");
}

TEST(forbidden_history, an_element_from_nowhere) {
  expect_forbidden({1, {{push(1, 1, 2), take(1, 3, 4), take_none(5, 6)}, {steal(9, 3, 4)}}}, unordered);
}

}  // namespace wyn::properties
