// program: a join latch's claim written as a shape, such as "ww|ss": the forker's word and the thieves'.
//
//   l look until it is set   w wait: ask for a wake, park, take the wish back, look again
//   p ask for a wake once, then park until it is set   c ask for a wake, take the wish back, then as w
//   s set the thread's next latch
// The forker's n-th letter joins the n-th latch, and so does the n-th s of all thieves together. All latches have the
// forker's one parker, so a wake may come late. Every shape asserts, in every execution:
//   result      a latch that is seen set was set, and the branch's result is visible
//   freed       the forker frees the latch at once, so nobody may use it after that
//   progress    nobody sleeps for ever
#pragma once

#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/latch.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class latch_program : public claim {
 public:
  explicit latch_program(const std::vector<std::string>& words) : words_(words), joins_(words[0].size()) {
    expect(joins_ <= most, "a shape has too many latches");
    for (unsigned i = 0; i < joins_; ++i) {
      latch_[i] = ::new (sync::allocate(sizeof(join_latch), alignof(join_latch))) join_latch;
    }
  }

  void thread(unsigned index) override {
    for (const char letter : words_[index]) {
      if (letter == 's') set();
      else join(letter);
    }
  }
  void after() override { expect(joined_ == joins_, "a latch was not joined"); }

 private:
  static constexpr unsigned most = 2;

  void set() {
    const unsigned which = set_++;
    result_[which].set(which + 1);
    latch_[which]->set(forker_);
  }

  void join(char how) {
    join_latch& joined = *latch_[joined_];
    switch (how) {
      case 'l': look(joined); break;
      case 'w': wait(joined); break;
      case 'p': wait_with_one_wish(joined); break;
      case 'c': wish_and_take_it_back(joined); break;
      default: expect(false, "a shape has a letter that means nothing");
    }
    expect(joined_ < set_, "a latch is seen set that was not");
    expect(result_[joined_].get() == joined_ + 1, "the branch's result is not visible");
    joined.~join_latch();
    sync::deallocate(&joined, sizeof(join_latch), alignof(join_latch));
    ++joined_;
  }

  static void look(const join_latch& joined) {
    while (!joined.is_set()) yield();
  }
  void wait(join_latch& joined) {
    while (joined.prepare_wait()) {
      forker_.park();
      if (!joined.cancel_wait()) return;
    }
  }
  void wait_with_one_wish(join_latch& joined) {
    if (!joined.prepare_wait()) return;
    while (!joined.is_set()) forker_.park();
  }
  void wish_and_take_it_back(join_latch& joined) {
    if (!joined.prepare_wait() || !joined.cancel_wait()) return;
    wait(joined);
  }

  const std::vector<std::string>& words_;
  parker forker_;
  join_latch* latch_[most]{};
  sync::plain<unsigned> result_[most];

  // What really happened, kept where it orders nothing.
  const std::size_t joins_;
  unsigned set_ = 0;  // begun
  unsigned joined_ = 0;
};

/// The model `latch.<claim>.<shape>`.
[[nodiscard]] inline model latch_model(const std::string& claim_name, const std::string& statement,
                                       const std::string& shape, bool exhaustible = false) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|') words.emplace_back();
    else words.back() += c;
  }
  return {"latch." + claim_name + "." + shape,
          statement,
          static_cast<unsigned>(words.size()),
          [words]() -> claim* { return new latch_program(words); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
