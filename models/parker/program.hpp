// program: a parker claim written as a shape, such as "u:pp|u".
//
// Before the colon: what happens before the threads start. After it one word per thread, the owner's first:
//   p park   d park until a moment, which comes at any time   t try_park
//   l park until every other thread's work is seen   m the same with d   x the owner frees the parker   u unpark
// Wakes without a reason come from the engine, in every shape. Every shape asserts, in every execution:
//   tokens      never more taken than unparks were begun, so a park returns only with one
//   payload     once as many tokens were taken as there are unparks, what came before each of them is visible
//   progress    nobody sleeps for ever
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

/// A shape's words: before the threads start, then one per thread.
[[nodiscard]] inline std::vector<std::string> words_of(const std::string& shape) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|' || c == ':') words.emplace_back();
    else words.back() += c;
  }
  if (shape.find(':') == std::string::npos) words.insert(words.begin(), "");
  return words;
}

class parker_program : public claim {
 public:
  explicit parker_program(const std::vector<std::string>& words)
      : words_(words), parker_(::new (sync::allocate(sizeof(parker), alignof(parker))) parker) {
    for (const auto& word : words) {
      for (const char letter : word) unparks_ += letter == 'u' ? 1 : 0;
    }
    expect(unparks_ <= most, "a shape unparks too often");
  }

  void before() override {
    for (const char letter : words_[0]) play(letter);
  }
  void thread(unsigned index) override {
    for (const char letter : words_[index + 1]) play(letter);
  }
  void after() override {
    if (parker_ != nullptr) free();
  }

 private:
  static constexpr unsigned most = 4;

  void play(char letter) {
    switch (letter) {
      case 'p': parker_->park(); return taken();
      case 't': return parker_->try_park() ? taken() : note("try_park: none");
      case 'd': return parker_->park_until({}) ? taken() : note("park_until: none");
      case 'l': return park_until_all_work_is_seen();
      case 'm': return look_now_and_then();
      case 'u': return unpark();
      case 'x': return free();
      default: expect(false, "a shape has a letter that means nothing");
    }
  }

  void unpark() {
    const unsigned number = begun_++;
    payload_[number].set(number + 1);
    work_[number].store(1, sync::relaxed<"parker_model.unpark.work">);
    parker_->unpark();
  }

  void taken() {
    note("a token is taken");
    expect(++taken_ <= begun_, "a token is taken that no unpark left");
    if (taken_ < unparks_) return;
    for (unsigned i = 0; i < unparks_; ++i) expect(payload_[i].get() == i + 1, "what came before an unpark is lost");
  }

  // Work is found by relaxed loads, so only the tokens make it visible: two unparks may leave one token.
  void park_until_all_work_is_seen() {
    while (!all_work_is_seen()) parker_->park();
  }
  void look_now_and_then() {
    while (!all_work_is_seen()) static_cast<void>(parker_->park_until({}));
  }
  [[nodiscard]] bool all_work_is_seen() const {
    for (unsigned i = 0; i < unparks_; ++i) {
      if (work_[i].load(sync::relaxed<"parker_model.owner.work">) == 0) return false;
    }
    return true;
  }

  void free() {
    std::exchange(parker_, nullptr)->~parker();
    sync::deallocate(memory_, sizeof(parker), alignof(parker));
  }

  const std::vector<std::string>& words_;
  parker* parker_;
  void* const memory_ = parker_;
  sync::plain<unsigned> payload_[most];
  sync::atomic<unsigned> work_[most]{sync::atomic<unsigned>{0}, sync::atomic<unsigned>{0}, sync::atomic<unsigned>{0},
                                     sync::atomic<unsigned>{0}};

  // What really happened, kept where it orders nothing.
  unsigned unparks_ = 0;  // in the whole shape
  unsigned begun_ = 0;
  unsigned taken_ = 0;
};

/// The model `parker.<claim>.<shape>`.
[[nodiscard]] inline model parker_model(const std::string& claim_name, const std::string& statement,
                                        const std::string& shape, bool exhaustible = false) {
  const auto words = words_of(shape);
  return {"parker." + claim_name + "." + shape,
          statement,
          static_cast<unsigned>(words.size() - 1),
          [words]() -> claim* { return new parker_program(words); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
