// Misuse stops a checked build and says what was wrong.
#include <gtest/gtest.h>

#include "stress/together.hpp"
#include "wyn/lockfree/task_outbox.hpp"
#include "wyn/lockfree/task_pool.hpp"

namespace wyn::stress {
namespace {

class task_pool_contract_DeathTest : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  template <typename Misuse>
  static void on_another_thread(Misuse misuse) {
    const sync::thread other{misuse};
  }

  task_pool pool_{{64, 4}};
  void* record_ = pool_.allocate();

  void TearDown() override { pool_.release(record_); }
};

TEST_F(task_pool_contract_DeathTest, allocate_by_another_than_the_owner) {
  EXPECT_DEATH(on_another_thread([&] { static_cast<void>(pool_.allocate()); }),
               "contract violated: task_pool.allocate called by thread [0-9]+, but the owner is thread 0");
}

TEST_F(task_pool_contract_DeathTest, release_by_another_than_the_owner) {
  EXPECT_DEATH(on_another_thread([&] { pool_.release(record_); }),
               "contract violated: task_pool.release called by thread [0-9]+, but the owner is thread 0");
}

TEST_F(task_pool_contract_DeathTest, release_to_a_pool_that_is_not_the_records) {
  task_pool other;
  EXPECT_DEATH(other.release(record_), "contract violated: task_pool.release of another pool's record");
}

TEST_F(task_pool_contract_DeathTest, return_to_a_pool_that_is_not_the_records) {
  task_pool other;
  EXPECT_DEATH(other.return_record(record_), "contract violated: task_pool.return_chain of another pool's records");
}

TEST_F(task_pool_contract_DeathTest, release_twice) {
  const auto misuse = [&] {
    pool_.release(record_);
    pool_.release(record_);
  };
  EXPECT_DEATH(misuse(), "contract violated: a record is given back that is free already");
}

TEST_F(task_pool_contract_DeathTest, return_of_a_record_that_was_released) {
  const auto misuse = [&] {
    pool_.release(record_);
    pool_.return_record(record_);
  };
  EXPECT_DEATH(misuse(), "contract violated: a record is given back that is free already");
}

TEST_F(task_pool_contract_DeathTest, a_pool_ends_while_a_record_is_in_use) {
  const auto misuse = [] {
    task_pool ended;
    static_cast<void>(ended.allocate());
  };
  EXPECT_DEATH(misuse(), "contract violated: task_pool destroyed while 1 of its records are in use");
}

TEST_F(task_pool_contract_DeathTest, an_outbox_ends_while_it_holds_a_record) {
  const auto misuse = [&] {
    task_outbox ended;
    ended.put(record_);
  };
  EXPECT_DEATH(misuse(), "contract violated: task_outbox ends while it holds 1 records");
}

TEST_F(task_pool_contract_DeathTest, a_pool_that_was_handed_over_has_a_new_owner) {
  pool_.hand_over();
  on_another_thread([&] {
    pool_.release(pool_.allocate());
    pool_.hand_over();
  });
}

}  // namespace
}  // namespace wyn::stress
