// program: a group of children that throw, written as a shape, such as "twt|t|f": each thread's word, the owner's first.
//
//   t a child that throws: it captures, then counts off   f a child that does not
//   w the owner waits for all children that the shape has had so far, and takes what was captured
// Every shape asserts, in every execution:
//   once        of the exceptions of a group one is taken, and the others are counted; none lives on
//   order       the exception is written before its child is counted off, and the waiter sees it
#pragma once

#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/completion.hpp"
#include "wyn/lockfree/first_exception.hpp"

namespace wyn::models {

class first_exception_program : public claim {
 public:
  explicit first_exception_program(const std::vector<std::string>& words) : words_(words) {}

  void before() override {
    for (std::size_t i = 1; i < words_.size(); ++i) {
      group_.add_local(static_cast<std::int64_t>(words_[i].size()));
      for (const char letter : words_[i]) throwers_ += letter == 't' ? 1 : 0;
    }
  }

  void thread(unsigned index) override {
    if (index == 0) group_.adopt(waiter_);
    for (const char letter : words_[index]) {
      switch (letter) {
        case 't': throw_one(index); break;
        case 'f': finish(index); break;
        case 'w': wait(); break;
        default: expect(false, "a shape has a letter that means nothing");
      }
    }
  }
  void after() override { expect(alive_ == 0, "an exception lives on"); }

 private:
  // An exception, and how many of them there are.
  struct thrown {
    explicit thrown(int& counted) : alive(&counted) { ++*alive; }
    thrown(const thrown& other) : alive(other.alive) { ++*alive; }
    thrown& operator=(const thrown&) = delete;
    ~thrown() { --*alive; }
    int* alive;
  };

  void throw_one(unsigned index) {
    if (index == 0) ++throwers_;
    caught_.capture(std::make_exception_ptr(thrown{alive_}));
    if (index == 0) return;
    group_.finish_shared();
  }
  void finish(unsigned index) {
    if (index != 0) group_.finish_shared();
  }

  void wait() {
    while (!group_.done()) {
      if (!group_.begin_wait()) break;
      waiter_.park();
      group_.end_wait();
    }
    expect(caught_.any() == (throwers_ > 0), "it says that there is an exception where there is none, or the reverse");
    const captured_exceptions taken = caught_.take();
    expect((taken.first != nullptr) == (throwers_ > 0), "an exception is lost, or there is one that nobody threw");
    expect(taken.dropped == (throwers_ > 1 ? throwers_ - 1 : 0), "the dropped exceptions are counted wrong");
    expect(alive_ == (throwers_ > 0 ? 1 : 0), "a dropped exception lives on, or the first one does not");
    throwers_ = 0;
  }

  const std::vector<std::string>& words_;
  parker waiter_;
  completion group_{waiter_};
  first_exception caught_;

  // What really happened, kept where it orders nothing.
  int alive_ = 0;
  std::uint64_t throwers_ = 0;  // of the children that the next wait waits for
};

/// The model `first_exception.<claim>.<shape>`.
[[nodiscard]] inline model first_exception_model(const std::string& claim_name, const std::string& statement,
                                                 const std::string& shape) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|') words.emplace_back();
    else words.back() += c;
  }
  return {"first_exception." + claim_name + "." + shape, statement, static_cast<unsigned>(words.size()),
          [words]() -> claim* { return new first_exception_program(words); }};
}

}  // namespace wyn::models
