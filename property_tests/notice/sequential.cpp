// On one thread a seat is a flag, a request another one, and hints and tallies are numbers.
#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/notice.hpp"

namespace wyn::properties {

const char* const cases_by_default = "2000";

namespace {

class notice_player {
 public:
  // t take   l leave, if taken   a, c ask   b begin   s set the hint   r raise it   n raise the tally   w show   h take away;
  // after each everything is looked at
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i]) || !looks_right()) return "operation " + std::to_string(i + 1) + " answered wrongly";
    }
    return "";
  }

 private:
  bool play(char letter) {
    switch (letter) {
      case 't': return seat_.take() == !std::exchange(taken_, true);
      case 'l':
        if (std::exchange(taken_, false)) seat_.leave();
        return true;
      case 'a': return request_.ask(1) == (std::exchange(asked_, 1) != 1);
      case 'c': return request_.ask(2) == (std::exchange(asked_, 2) != 2);
      case 'b':
        request_.begin();
        asked_ = 0;
        return true;
      case 'n':
        tally_.raise();
        ++counted_;
        return true;
      case 's': hint_.set(value_ = 5); return true;
      case 'w': show_.show(*(shown_ = &value_)); return true;
      case 'h':
        shown_ = nullptr;
        show_.take_away();
        return true;
      default:
        hint_.raise(3);
        value_ += 3;
        return true;
    }
  }
  [[nodiscard]] bool looks_right() const {
    return seat_.taken() == taken_ && request_.pending(1) == (asked_ == 1) && request_.pending(2) == (asked_ == 2) &&
           hint_.get() == value_ && tally_.get() == counted_ && show_.get() == shown_;
  }

  seat seat_;
  exposure_request request_;
  hint<std::uint32_t> hint_{2};
  tally tally_;
  on_show<std::uint32_t> show_;
  const std::uint32_t* shown_ = nullptr;
  bool taken_ = false;
  std::uint64_t asked_ = 0;
  std::uint32_t value_ = 2;
  std::uint64_t counted_ = 0;
};

TEST(notice_sequential, behaves_as_two_flags_and_two_numbers) {
  expect_words_hold("notice: sequences", "tlacbsrnwh",
                    [](const std::string& word) { return notice_player().difference(word); });
}

}  // namespace
}  // namespace wyn::properties
