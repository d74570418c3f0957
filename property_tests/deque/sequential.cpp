// Operations of one thread give what the reference gives, for each kind of element.
#include <gtest/gtest.h>

#include "property_tests/deque/sequence.hpp"
#include "property_tests/deque/sequence_play.hpp"
#include "property_tests/main.hpp"

namespace wyn::properties {

const char* const cases_by_default = "5000";

TEST(deque_sequential, pointers_behave_as_in_the_reference) {
  EXPECT_TRUE(holds_for_sequences("deque: sequences of pointers", difference_from_reference<task_handle*>));
}

TEST(deque_sequential, halves_of_words_behave_as_in_the_reference) {
  EXPECT_TRUE(holds_for_sequences("deque: sequences of 32-bit numbers", difference_from_reference<std::uint32_t>));
}

TEST(deque_sequential, words_behave_as_in_the_reference) {
  EXPECT_TRUE(holds_for_sequences("deque: sequences of 64-bit numbers", difference_from_reference<std::uint64_t>));
}

TEST(deque_sequential, structures_behave_as_in_the_reference) {
  EXPECT_TRUE(holds_for_sequences("deque: sequences of structures", difference_from_reference<task_handle>));
}

}  // namespace wyn::properties
