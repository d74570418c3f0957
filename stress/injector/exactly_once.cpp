// Every element comes out exactly once, from any number of producers to any number of consumers.
#include "stress/injector/traffic.hpp"

namespace wyn::stress {
namespace {

template <std::uint32_t Cells>
void in_rounds(const traffic_plan& plan) {
  for_each_round([&](sync::random& choices) { traffic<Cells>{plan, choices}.run(); });
}

class injector_threads : public ::testing::TestWithParam<unsigned> {};

TEST_P(injector_threads, get_each_element_once) {
  in_rounds<61>({.producers = GetParam(), .consumers = GetParam()});
}
INSTANTIATE_TEST_SUITE_P(one_to_eight, injector_threads, ::testing::Values(1U, 2U, 8U));

TEST(injector_order, is_kept_per_producer) {
  in_rounds<61>({.producers = 4, .consumers = 1, .in_order = true});
}

TEST(injector_segments, of_one_cell) {
  in_rounds<1>({.producers = 2, .consumers = 2, .search = true, .come_and_go = true});
}

TEST(injector_segments, of_three_cells) {
  in_rounds<3>({.producers = 3, .consumers = 3, .search = true, .come_and_go = true});
}

TEST(injector_search, beside_grabs) {
  in_rounds<61>({.producers = 2, .consumers = 3, .search = true});
}

TEST(injector_consumers, come_and_go) {
  in_rounds<61>({.producers = 2, .consumers = 4, .search = true, .come_and_go = true});
}

TEST(injector_search, finds_one_among_ten_thousand_strangers) {
  for_each_round([](sync::random& choices) {
    constexpr std::size_t strangers = 10'000;
    ledger book{1, strangers + 1, choices.next()};
    injector<record*> tested;
    injector<record*>::consumer consumer{tested};
    const std::size_t wanted = choices.below(strangers + 1);
    for (std::size_t i = 0; i <= strangers; ++i) ASSERT_EQ(tested.push(book.make(i)), inject_outcome::pushed);
    record* const searched = book.make(wanted);
    const auto found = consumer.take_if([=](record* element) { return element == searched; });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(book.obtain(0, *found), wanted);
    EXPECT_FALSE(consumer.take_if([=](record* element) { return element == searched; }).has_value());
    record* out[64];
    for (std::size_t next = 0; !tested.empty();) {
      const grab_result done = consumer.grab(out, 64);
      for (std::size_t i = 0; i < done.count; ++i, ++next) {
        next += next == wanted ? 1 : 0;
        if (book.obtain(0, out[i]) != next) ADD_FAILURE() << "a search moved a stranger";
      }
    }
    book.expect_exactly_once();
  });
}

}  // namespace
}  // namespace wyn::stress
