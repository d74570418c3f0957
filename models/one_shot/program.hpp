// program: a one_shot's claim written as a shape, such as "ww|ff": the taker's word and the makers'.
//
//   l look until it is ready   w listen by a wake, park, withdraw, look again   o listen once, then park until it is ready
//   t listen, withdraw, then as w   c leave a listener that takes the value in the taker's stead
//   x leave at once   y listen, withdraw, leave
//   f finish the thread's next state
// The taker's n-th letter takes the n-th value, and so does the n-th f of all makers together make it. All wakes go to the
// taker's one parker, so one may come late. Every shape asserts, in every execution:
//   value       whoever takes the value sees it, and a listener that is told is whole
//   freed       each state is freed once, by the last of the two, who sees what the other did; nobody uses it after that
//   progress    nobody sleeps for ever, and every listener that takes a value is told
#pragma once

#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/one_shot.hpp"
#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class one_shot_program : public claim {
 public:
  explicit one_shot_program(const std::vector<std::string>& words) : words_(words), values_(words[0].size()) {
    expect(values_ <= most, "a shape has too many values");
    for (unsigned i = 0; i < values_; ++i) shared_[i] = ::new (sync::allocate(sizeof(state), alignof(state))) state;
  }

  void thread(unsigned index) override {
    for (const char letter : words_[index]) {
      if (letter == 'f') make();
      else take(letter);
    }
  }
  void after() override {
    for (unsigned i = 0; i < values_; ++i) {
      expect(freed_[i] == 1, "a state was not freed once");
      expect((taken_[i] == 1) == (words_[0][i] != 'x' && words_[0][i] != 'y'), "a value was not taken once");
    }
  }

 private:
  static constexpr unsigned most = 2;

  // What is told: a wake of the taker, or somebody who takes value `instead` of it.
  struct listener {
    parker* wakes = nullptr;
    sync::plain<unsigned> instead;
  };
  struct state {
    one_shot<listener> meeting;
    sync::plain<unsigned> value;
    sync::plain<unsigned> used;  // by the taker
  };

  void make() {
    const unsigned which = made_++;
    state& mine = *shared_[which];
    mine.value.set(which + 1);
    const auto [told, left] = mine.meeting.finish();
    if (left) {
      expect(mine.used.get() == which + 1, "what the taker did before it left is not visible");
      return release(which);
    }
    if (told == nullptr) return;
    if (told->wakes != nullptr) return told->wakes->unpark();
    expect(told->instead.get() == which + 1, "a listener is told before it is whole");
    consume(which);
  }

  void take(char how) {
    const unsigned which = next_++;
    state& awaited = *shared_[which];
    if (how == 'c') return take_by_listener(which);
    if (how == 'x' || how == 'y') return leave(which, how == 'y');
    if (how == 'l') look(awaited.meeting);
    else if (how == 'o') listen_once(awaited.meeting);
    else if (how != 't' || withdraw_once(awaited.meeting)) wait(awaited.meeting);
    consume(which);
  }

  static void look(const one_shot<listener>& meeting) {
    while (!meeting.is_ready()) yield();
  }
  void wait(one_shot<listener>& meeting) {
    while (meeting.listen(wake_)) {
      taker_.park();
      if (!meeting.withdraw(wake_)) return;
    }
  }
  void listen_once(one_shot<listener>& meeting) {
    if (!meeting.listen(wake_)) return;
    while (!meeting.is_ready()) taker_.park();
  }
  // False: the value is there.
  bool withdraw_once(one_shot<listener>& meeting) { return meeting.listen(wake_) && meeting.withdraw(wake_); }

  void take_by_listener(unsigned which) {
    instead_[which].instead.set(which + 1);
    if (!shared_[which]->meeting.listen(instead_[which])) consume(which);
  }

  void leave(unsigned which, bool after_a_wish) {
    state& unwanted = *shared_[which];
    unwanted.used.set(which + 1);
    if (after_a_wish && !withdraw_once(unwanted.meeting)) return release(which);
    if (!unwanted.meeting.leave()) return;
    expect(unwanted.value.get() == which + 1, "who frees a state does not see its value");
    release(which);
  }

  void consume(unsigned which) {
    expect(shared_[which]->value.get() == which + 1, "the value is not visible");
    ++taken_[which];
    release(which);
  }
  void release(unsigned which) {
    ++freed_[which];
    shared_[which]->~state();
    sync::deallocate(shared_[which], sizeof(state), alignof(state));
  }

  const std::vector<std::string>& words_;
  parker taker_;
  listener wake_{&taker_, {}};
  listener instead_[most];
  state* shared_[most]{};

  // What really happened, kept where it orders nothing.
  const std::size_t values_;
  unsigned made_ = 0;  // begun
  unsigned next_ = 0;
  unsigned taken_[most]{};
  unsigned freed_[most]{};
};

/// The model `one_shot.<claim>.<shape>`.
[[nodiscard]] inline model one_shot_model(const std::string& claim_name, const std::string& statement,
                                          const std::string& shape, bool exhaustible = false) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|') words.emplace_back();
    else words.back() += c;
  }
  return {"one_shot." + claim_name + "." + shape,
          statement,
          static_cast<unsigned>(words.size()),
          [words]() -> claim* { return new one_shot_program(words); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
