// The ledger itself: what it is there to find, it reports, each with the element's id.
#include "stress/ledger.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace wyn::stress {
namespace {

constexpr unsigned threads = 3;
constexpr std::size_t elements = 5;

// Elements 0 to 4 were made. All but `spared` have come out once, to thread 1.
class ledger_test : public ::testing::Test {
 protected:
  ledger_test() {
    for (std::size_t id = 0; id < elements; ++id) made_[id] = book_.make(id);
  }

  void obtain_all_but(std::size_t spared) {
    for (std::size_t id = 0; id < elements; ++id) {
      if (id != spared) book_.obtain(1, made_[id]);
    }
  }

  ledger book_{threads, elements, 42};
  record* made_[elements]{};
};

constexpr std::size_t none = elements;

TEST_F(ledger_test, accepts_each_element_once_whoever_got_it) {
  obtain_all_but(3);
  EXPECT_EQ(book_.obtain(2, made_[3]), 3U);
  book_.expect_exactly_once();
  EXPECT_EQ(book_.obtained_by(0), 0U);
  EXPECT_EQ(book_.obtained_by(1), elements - 1);
  EXPECT_EQ(book_.obtained_by(2), 1U);
}

TEST_F(ledger_test, names_an_element_that_was_lost) {
  obtain_all_but(3);
  EXPECT_NONFATAL_FAILURE(book_.expect_exactly_once(), "element 3 was lost");
}

TEST_F(ledger_test, names_an_element_that_came_out_twice_and_who_got_it) {
  obtain_all_but(none);
  book_.obtain(2, made_[3]);
  EXPECT_NONFATAL_FAILURE(book_.expect_exactly_once(), "element 3 came out 2 times, to threads 1 2");
}

// The number that came out is right, so a counter would not see it.
TEST_F(ledger_test, names_one_that_was_lost_beside_one_that_came_out_twice) {
  obtain_all_but(3);
  book_.obtain(2, made_[4]);
  ::testing::TestPartResultArray found;
  {
    const ::testing::ScopedFakeTestPartResultReporter collecting(&found);
    book_.expect_exactly_once();
  }
  ASSERT_EQ(found.size(), 2);
  EXPECT_STREQ(found.GetTestPartResult(0).summary(), "Failed\nelement 3 was lost");
  EXPECT_STREQ(found.GetTestPartResult(1).summary(), "Failed\nelement 4 came out 2 times, to threads 1 2");
}

TEST_F(ledger_test, names_an_element_that_came_out_before_its_record_was_visible) {
  obtain_all_but(3);
  made_[3]->mark = 0;
  book_.obtain(2, made_[3]);
  static_cast<void>(book_.make(3));
  EXPECT_NONFATAL_FAILURE(book_.expect_exactly_once(), "element 3 came out to thread 2, which did not see its record");
}

TEST_F(ledger_test, names_an_element_whose_record_is_that_of_another_round) {
  obtain_all_but(3);
  ledger earlier{threads, elements, 41};
  *made_[3] = *earlier.make(3);
  book_.obtain(2, made_[3]);
  EXPECT_NONFATAL_FAILURE(book_.expect_exactly_once(), "element 3 came out to thread 2, which did not see its record");
}

TEST_F(ledger_test, reports_an_element_that_nobody_made) {
  obtain_all_but(none);
  const record foreign{3, 0};
  book_.obtain(2, &foreign);
  EXPECT_NONFATAL_FAILURE(book_.expect_exactly_once(), "thread 2 got an element that nobody made");
}

}  // namespace
}  // namespace wyn::stress
