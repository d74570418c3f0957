// One thread that adopts and hands back gets what the reference gives: an idle pool if there is one, else a new one.
//
// A letter per operation: a adopt   h hand back the pool adopted first   n adopt, with the next allocation failing
//   t trim: the idle pools are gone
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <new>
#include <string>
#include <vector>

#include "property_tests/deque/faults.hpp"
#include "property_tests/main.hpp"
#include "wyn/lockfree/pool_depot.hpp"

namespace wyn::properties {

const char* const cases_by_default = "5000";

namespace {

class player {
 public:
  std::string first_difference(const std::string& operations) {
    std::string difference;
    for (const char operation : operations) {
      if (operation == 'h') hand_back();
      else if (operation == 't') difference = trim();
      else difference = adopt(operation == 'n' && faults_are_available);
      if (!difference.empty()) return difference;
    }
    return difference;
  }

  ~player() {
    while (!held_.empty()) hand_back();
  }
  player() = default;
  player(const player&) = delete;
  player& operator=(const player&) = delete;

 private:
  std::string adopt(bool failing) {
    const bool must_fail = failing && idle_.empty();
    try {
      task_pool* const adopted = failing ? adopt_failing() : &depot_.adopt();
      if (must_fail) return "a pool from nowhere";
      const auto at = std::find(idle_.begin(), idle_.end(), adopted);
      if (at == idle_.end() && !idle_.empty()) return "a pool was made though one was idle, or is held already";
      if (std::find(held_.begin(), held_.end(), adopted) != held_.end()) return "a pool is held twice";
      if (at != idle_.end()) idle_.erase(at);
      held_.push_back(adopted);
      return "";
    } catch (const std::bad_alloc&) {
      return must_fail ? "" : "no memory though a pool was idle";
    }
  }

  task_pool* adopt_failing() {
    const failing_allocation failing{0};
    return &depot_.adopt();
  }

  void hand_back() {
    if (held_.empty()) return;
    depot_.hand_back(*held_.front());
    idle_.push_back(held_.front());
    held_.erase(held_.begin());
  }

  std::string trim() {
    const std::uint64_t before = bytes_held();
    depot_.trim();
    const bool freed = bytes_held() < before;
    if (faults_are_available && freed == idle_.empty()) return "idle pools were kept, or others freed";
    idle_.clear();
    return "";
  }

  pool_depot depot_{{64, 2}};
  std::vector<task_pool*> held_, idle_;
};

}  // namespace

TEST(pool_depot_sequential, pools_come_as_in_the_reference) {
  EXPECT_TRUE(rc::check("pool_depot: sequences", [] {
    const auto operations = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aaaahhhnt")));
    const std::uint64_t held_before = bytes_held();
    std::string difference = player().first_difference(operations);
    if (difference.empty() && bytes_held() != held_before) difference = "the depot did not give back all memory";
    if (!difference.empty()) RC_FAIL(operations + ": " + difference);
  }));
}

TEST(pool_depot_options, that_are_wrong_are_refused) {
  EXPECT_THROW(pool_depot({63, 8}), std::invalid_argument);
  EXPECT_THROW(pool_depot({64, 0}), std::invalid_argument);
}

}  // namespace wyn::properties
