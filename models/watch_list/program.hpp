// program: a watch list's claim written as a shape, such as "ww|lt" with one place: what each thread does.
//
//   w   show a wait and end it        s   show a wait, to be ended when all threads have ended
//   l   look, and tell none           t   look, and tell each that is seen
// Every shape asserts, in every execution:
//   whole      who sees a wait sees all of what was written, and sees none that was over before it looked
//   once       no wait is told twice, or seen after it was told
//   all        in the end whoever looks sees each wait that is left and was not told, and no other
//   reused     when all waits are over, each place can be taken again
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/watch_list.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class watch_list_program : public claim {
 public:
  watch_list_program(const std::vector<std::string>& words, unsigned places)
      : words_(words), places_(places), list_(places) {}

  void thread(unsigned index) override {
    for (const char letter : words_[index]) {
      if (letter == 'l' || letter == 't') look(letter == 't');
      else wait(letter == 's');
    }
  }
  void after() override {
    look(true);
    for (unsigned number = 0; number < made_; ++number) {
      expect(kept_[number] == nullptr || told_[number], "a wait that is left was not seen");
      list_.end(kept_[number]);
    }
    look(true);
    for (unsigned place = 0; place < places_; ++place) {
      expect(list_.show([](wait_pair&) {}) != nullptr, "a place is lost");
    }
    expect(list_.show([](wait_pair&) {}) == nullptr, "there are more places than there were");
  }

 private:
  static constexpr unsigned most = 6;
  struct wait_pair {
    sync::plain<unsigned> number{0};
    sync::plain<unsigned> again{0};
  };
  using list = watch_list<wait_pair>;

  void wait(bool stays) {
    const unsigned number = made_++;
    expect(number < most, "a shape has too many waits");
    list::place* const where = list_.show([number](wait_pair& own) {
      own.number.set(number);
      own.again.set(number + 100);
    });
    if (where == nullptr) return;
    if (stays) {
      kept_[number] = where;
      return;
    }
    list_.end(where);
    ended_[number] = true;
  }

  void look(bool tell) {
    const std::array<bool, most> over = ended_;
    list_.look([&](const wait_pair& one) {
      const unsigned number = one.number.get();
      expect(one.again.get() == number + 100, "a wait is seen that is half written");
      expect(number < made_ && !over[number], "a wait is seen that was over before");
      expect(!told_[number], "a wait is seen after it was told");
      told_[number] = tell;
      return tell;
    });
  }

  const std::vector<std::string>& words_;
  const unsigned places_;
  list list_;

  // What really happened, kept where it orders nothing.
  unsigned made_ = 0;
  std::array<bool, most> ended_{};
  bool told_[most]{};
  list::place* kept_[most]{};
};

/// The model `watch_list.<claim>.<shape>.<places>`.
[[nodiscard]] inline model watch_list_model(const std::string& claim_name, const std::string& statement,
                                            const std::string& shape, unsigned places, bool exhaustible = false) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|') words.emplace_back();
    else words.back() += c;
  }
  return {"watch_list." + claim_name + "." + shape + "." + std::to_string(places),
          statement,
          static_cast<unsigned>(words.size()),
          [words, places]() -> claim* { return new watch_list_program(words, places); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
