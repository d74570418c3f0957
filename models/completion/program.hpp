// program: a group's claim written as a shape, such as "aa:afw|fF".
//
// Before the colon: what the owner counts before the threads start. After it one word per thread, the owner's first.
// The owner's letters:
//   a add_local      f run a child and finish_local      m run a child that another thread has spawned for it
//   d look until done   w wait: begin_wait, park, end_wait, look again   k wait with one wish, and keep it
//   e begin_wait, and end_wait if it said true   x free
// The others' letters:
//   f run a child and finish_shared   F run two and finish_shared once   s add_shared, a sibling
//   g spawn a sibling for the owner (m)
// Every shape asserts, in every execution:
//   done        done() and begin_wait() say that all is finished only when it is, and all payloads are visible
//   freed       the owner frees the completion, at the latest at the end, so nobody may use it after that
//   progress    the owner does not sleep for ever
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/completion.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class completion_program : public claim {
 public:
  explicit completion_program(const std::vector<std::string>& words)
      : words_(words), group_(::new (sync::allocate(sizeof(completion), alignof(completion))) completion(owner_)) {}

  void before() override {
    for (const char letter : words_[0]) play_owner(letter);
  }
  void thread(unsigned index) override {
    if (index == 0) group_->adopt(owner_);
    for (const char letter : words_[index + 1]) {
      if (index == 0) play_owner(letter);
      else play_other(letter);
    }
    if (index == 0 && group_ != nullptr) free();
  }

 private:
  static constexpr unsigned most = 8;

  void play_owner(char letter) {
    switch (letter) {
      case 'a': add(); return group_->add_local();
      case 'f': run_child(); return group_->finish_local();
      case 'm': return run_the_child_that_was_sent();
      case 'd': return look();
      case 'w': return wait();
      case 'k': return wait_with_one_wish();
      case 'e': return begin_and_end();
      case 'x': return free();
      default: expect(false, "a shape has a letter that means nothing to the owner");
    }
  }

  void play_other(char letter) {
    switch (letter) {
      case 'f': run_child(); return group_->finish_shared();
      case 'F':
        run_child();
        run_child();
        return group_->finish_shared(2);
      case 's': add(); return group_->add_shared();
      case 'g': return send_a_child();
      default: expect(false, "a shape has a letter that means nothing to the others");
    }
  }

  void add() {
    expect(added_ < most, "a shape adds too much");
    ++added_;
  }
  // Children are numbered as they run: any of them may be anybody's.
  void run_child() {
    const unsigned child = run_++;
    expect(child < added_, "a shape runs more than it adds");
    payload_[child].set(child + 1);
  }

  void send_a_child() {
    add();
    group_->add_shared();
    mail_.store(1, sync::release<"completion_model.other.mail">);
  }
  void run_the_child_that_was_sent() {
    while (mail_.load(sync::acquire<"completion_model.owner.mail">) == 0) yield();
    run_child();
    group_->finish_local();
  }

  void look() {
    while (!group_->done()) yield();
    expect_finished();
  }
  void wait() {
    while (!group_->done()) {
      if (!group_->begin_wait()) break;
      owner_.park();
      group_->end_wait();
    }
    expect_finished();
  }
  void wait_with_one_wish() {
    if (group_->begin_wait()) {
      while (!group_->done()) owner_.park();
    }
    expect_finished();
  }
  void begin_and_end() {
    if (group_->begin_wait()) return group_->end_wait();
    expect_finished();
  }

  void expect_finished() const {
    expect(run_ == added_, "a group is called finished that is not");
    for (unsigned child = 0; child < run_; ++child) {
      expect(payload_[child].get() == child + 1, "what a child did is not visible");
    }
  }

  void free() {
    void* const memory = group_;
    std::exchange(group_, nullptr)->~completion();
    sync::deallocate(memory, sizeof(completion), alignof(completion));
  }

  const std::vector<std::string>& words_;
  parker owner_;
  completion* group_;
  sync::plain<unsigned> payload_[most];
  sync::atomic<unsigned> mail_{0};

  // What really happened, kept where it orders nothing. A child is entered before it is counted off.
  unsigned added_ = 0;
  unsigned run_ = 0;
};

/// The model `completion.<claim>.<shape>`.
[[nodiscard]] inline model completion_model(const std::string& claim_name, const std::string& statement,
                                            const std::string& shape, bool exhaustible = false) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|' || c == ':') words.emplace_back();
    else words.back() += c;
  }
  return {"completion." + claim_name + "." + shape,
          statement,
          static_cast<unsigned>(words.size() - 1),
          [words]() -> claim* { return new completion_program(words); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
