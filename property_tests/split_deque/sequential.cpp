// Operations of one thread, as owner and as thief, give what the reference gives.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "property_tests/main.hpp"
#include "property_tests/split_deque/reference.hpp"
#include "wyn/lockfree/split_deque.hpp"

namespace wyn::properties {

const char* const cases_by_default = "5000";

namespace {

// p push, t take, n take_newest of what was pushed last, f, g and h take_if, 1 to 4 steal so many at most, x expose,
// w set_want
template <std::uint32_t Capacity>
class split_player {
 public:
  explicit split_player(std::uint32_t first_index) : queue_({first_index}), expected_(Capacity) {}

  void play(const std::string& operations) {
    for (const char letter : operations) {
      play(letter);
      RC_ASSERT(queue_.size_hint() == expected_.size());
      RC_ASSERT(owner_.private_size() == expected_.private_size());
      RC_ASSERT(queue_.has_private() == (expected_.private_size() > 0));
    }
    while (expected_.size() > 0) play('t');
    play('t');
  }

 private:
  void play(char letter) {
    switch (letter) {
      case 'p': return push();
      case 't': RC_ASSERT(owner_.take() == expected_.take()); return;
      case 'n': return take_newest();
      case 'f': return take_multiple_of(2);
      case 'g': return take_multiple_of(7);
      case 'h': return take_multiple_of(2, 3);
      case 'x': RC_ASSERT(owner_.expose() == expected_.expose()); return;
      case 'w': queue_.get_thief().set_want(); return expected_.set_want();
      default: return steal(static_cast<std::uint32_t>(letter - '0'));
    }
  }

  void push() {
    ++pushed_;
    const std::uint32_t next = owner_.next_index();
    const split_push done = owner_.push(pushed_, index_);
    RC_ASSERT(done == expected_.push(pushed_));
    RC_ASSERT(done == split_push::full || (index_ == next && owner_.next_index() == next + 1));
  }

  // What was pushed last may have been taken, or moved, since.
  void take_newest() {
    if (owner_.take_newest(pushed_, index_)) RC_ASSERT(expected_.take() == pushed_);
  }

  void take_multiple_of(std::uint64_t divisor, std::uint32_t at_most = Capacity) {
    const std::uint64_t taken = owner_.take_if([divisor](std::uint64_t e) { return e % divisor == 0; }, at_most);
    RC_ASSERT(taken == expected_.take_multiple_of(divisor, at_most));
  }

  void steal(std::uint32_t at_most) {
    std::vector<std::uint64_t> elements(at_most);
    const split_steal stolen = queue_.get_thief().steal(elements.data(), at_most);
    RC_ASSERT((stolen.what == split_steal::outcome::got) == (stolen.count > 0));
    RC_ASSERT(stolen.what != split_steal::outcome::lost);
    elements.resize(stolen.count);
    RC_ASSERT(elements == expected_.steal(at_most));
  }

  split_deque<std::uint64_t, Capacity> queue_;
  typename split_deque<std::uint64_t, Capacity>::owner owner_{queue_.get_owner()};
  reference_split_deque expected_;
  std::uint64_t pushed_ = 0;
  std::uint32_t index_ = 0;  // where
};

template <std::uint32_t Capacity>
bool split_sequences_hold() {
  return rc::check("split_deque: sequences with " + std::to_string(Capacity) + " slots", [] {
    const auto operations = *rc::gen::container<std::string>(rc::gen::weightedElement<char>({{6, 'p'},
                                                                                             {2, 't'},
                                                                                             {2, 'n'},
                                                                                             {1, 'f'},
                                                                                             {1, 'g'},
                                                                                             {1, 'h'},
                                                                                             {2, '1'},
                                                                                             {1, '2'},
                                                                                             {1, '4'},
                                                                                             {1, 'x'},
                                                                                             {1, 'w'}}));
    const auto below_the_wrap = *rc::gen::inRange<std::uint32_t>(0, 40);
    split_player<Capacity>{0U - below_the_wrap}.play(operations);
  });
}

}  // namespace

TEST(split_deque_sequential, two_slots_behave_as_in_the_reference) {
  EXPECT_TRUE(split_sequences_hold<2>());
}

TEST(split_deque_sequential, sixteen_slots_behave_as_in_the_reference) {
  EXPECT_TRUE(split_sequences_hold<16>());
}

}  // namespace wyn::properties
