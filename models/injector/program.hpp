// program: an injector claim written as a shape, such as "pp:g|p|e".
//
// Before the colon: what thread 0 does before the threads start. After it one word per thread:
//   p push   b push_bulk of three   c close   e empty   l push_late   f claim and fill   u claim and give up
//   g grab of one   G grab of up to three
//   x take_if of an element that is a multiple of three   X take_if of up to two of any   n take_if of nothing
//   w wait, while others act; a search does so at every element that it looks at
//   r the thread's consumer leaves; its next grab or search makes a new one
//   s alone, elements pushed and grabbed through three segments, of which only the first two may be allocated
// Elements are numbered from 1 in the order in which their pushes begin.
// Every shape asserts, in every execution:
//   exactly once   each element whose push answered `pushed` comes out once, with its payload, and no other does
//   order          one consumer grabs a producer's elements in the order of their pushes
//   progress       `empty` and none only if all that the thread must see may have been claimed, `lost` only after a
//                  claim by another, `closed` only after a close; an injector that was drained says that it is empty
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/injector.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

/// A shape taken apart, once, before the executions.
struct injector_shape {
  explicit injector_shape(const std::string& text) {
    for (const char c : text) {
      if (c == '|' || c == ':') words.emplace_back();
      else words.back() += c;
      pushes += c == 'p' || c == 'l' || c == 'f' ? 1 : c == 'b' ? 3 : c == 's' ? 6 : 0;
    }
    if (text.find(':') == std::string::npos) words.insert(words.begin(), "");
  }

  std::vector<std::string> words{1};  // before the threads start, then one per thread
  unsigned pushes = 0;
};

/// One execution of a shape on the injector that ships.
template <std::uint32_t Cells>
class injector_program : public claim {
  using subject = injector<std::uint64_t, Cells>;

 public:
  explicit injector_program(const injector_shape& played)
      : played_(played), payload_(std::make_unique<sync::plain<std::uint64_t>[]>(played.pushes + 1)) {
    expect(played.pushes < element_limit, "a shape pushes too much");
  }

  void before() override {
    play(0, played_.words[0]);
    visible_ = accepted_ - obtained_;
    for (unsigned i = 1; i <= begun_; ++i) visible_matches_ += in_[i] && !out_[i] && i % 3 == 0 ? 1 : 0;
    asked_ = 0;
  }

  void thread(unsigned index) override { play(index, played_.words[index + 1]); }

  void after() override {
    for (auto& each : consumers_) each.reset();
    visible_ = accepted_ - obtained_;
    asked_ = 0;
    expect(subject_.size_hint() >= visible_, "fewer elements are said to be inside than are");
    if (closings_ > 0) {
      expect(subject_.closed() && !subject_.close(), "it was closed and does not say so");
      expect(subject_.push(1) == inject_outcome::closed, "a push after the close was accepted");
    }
    while (obtained_ < accepted_) grab(0, 3);
    typename subject::consumer last(subject_);
    std::uint64_t element = 0;
    expect(last.grab(&element, 1).outcome == grab_outcome::empty, "an element came out of an empty injector");
    expect(subject_.empty(), "an injector that was drained does not say that it is empty");
    expect(subject_.size_hint() == 0, "an injector that was drained says that elements are inside");
    for (unsigned i = 1; i <= begun_; ++i) expect(in_[i] == out_[i], "an element was lost, or a refused one came out");
  }

 private:
  static constexpr unsigned element_limit = 12;

  void play(unsigned index, const std::string& word) {
    for (const char operation : word) {
      switch (operation) {
        case 'p': push(index); break;
        case 'b': push_bulk(index); break;
        case 'l': push_late(index); break;
        case 'f': claim(index, true); break;
        case 'u': claim(index, false); break;
        case 'c': close(); break;
        case 'e': look_whether_empty(); break;
        case 'g': grab(index, 1); break;
        case 'G': grab(index, 3); break;
        case 'x': search(index, true); break;
        case 'X': search_two(index); break;
        case 'n': search(index, false); break;
        case 'w': wait(); break;
        case 'r': consumers_[index].reset(); break;
        case 's': use_segments_again(index); break;
        default: expect(false, "a shape has a letter that means nothing");
      }
    }
  }

  // Long enough for another thread to act meanwhile.
  void wait() const {
    for (int i = 0; i < 24; ++i) static_cast<void>(subject_.closed());
  }

  std::uint64_t begin_push(unsigned index) {
    const std::uint64_t element = ++begun_;
    payload_[element].set(element);
    producer_[element] = index;
    return element;
  }

  void accept(std::uint64_t element) {
    in_[element] = true;
    ++accepted_;
  }

  void push(unsigned index) {
    const std::uint64_t element = begin_push(index);
    note("push %llu", static_cast<unsigned long long>(element));
    if (subject_.push(element) == inject_outcome::pushed) return accept(element);
    expect(closings_ > 0, "a push found the injector closed, and nobody closed it");
  }

  void push_late(unsigned index) {
    const std::uint64_t element = begin_push(index);
    note("push late %llu", static_cast<unsigned long long>(element));
    subject_.push_late(element);
    accept(element);
  }

  // The place comes first, and then the element, or none.
  void claim(unsigned index, bool fills) {
    auto place = subject_.claim();
    if (place.refused()) return expect(closings_ > 0, "a claim found the injector closed, and nobody closed it");
    if (!fills) return place.give_up();
    const std::uint64_t element = begin_push(index);
    note("fill %llu", static_cast<unsigned long long>(element));
    place.fill(element);
    accept(element);
  }

  void push_bulk(unsigned index) {
    std::uint64_t elements[3]{};
    for (auto& each : elements) each = begin_push(index);
    const inject_result done = subject_.push_bulk(elements);
    for (std::size_t i = 0; i < done.count; ++i) accept(elements[i]);
    if (done.outcome == inject_outcome::pushed) return expect(done.count == 3, "a bulk push did not push all");
    expect(done.outcome == inject_outcome::closed && closings_ > 0, "a bulk push stopped, and nobody closed it");
  }

  void close() {
    ++closings_;
    note("close");
    expect(subject_.close() == (closings_ == 1), "the first close does not say that it is, or another does");
  }

  typename subject::consumer& consumer_of(unsigned index) {
    if (!consumers_[index]) consumers_[index].emplace(subject_);
    return *consumers_[index];
  }

  void grab(unsigned index, unsigned at_most) {
    asked_ += at_most;
    ++calls_[index];
    std::uint64_t out[3]{};
    const grab_result done = consumer_of(index).grab(out, at_most);
    if (done.outcome == grab_outcome::lost) return expect_loss_is_right(index);
    if (done.outcome == grab_outcome::empty) return expect_empty_is_right(at_most);
    expect(done.count >= 1 && done.count <= at_most, "a grab got none, or more than it asked for");
    for (std::size_t i = 0; i < done.count; ++i) {
      obtain(out[i]);
      std::uint64_t& last = last_grabbed_[index][producer_[out[i]]];
      expect(last < out[i], "a consumer grabbed a producer's elements out of their order");
      last = out[i];
    }
  }

  void search(unsigned index, bool finds) {
    ++asked_;
    ++calls_[index];
    const auto found = consumer_of(index).take_if([&](std::uint64_t element) {
      wait();
      return finds && element % 3 == 0;
    });
    if (!found) return expect(!finds || visible_matches_ <= asked_ - 1, "a search missed an element that is inside");
    expect(finds && *found % 3 == 0, "a search found what it did not search");
    obtain(*found);
  }

  void search_two(unsigned index) {
    asked_ += 2;
    ++calls_[index];
    std::uint64_t out[2]{};
    const std::size_t got = consumer_of(index).take_if(out, 2, [](std::uint64_t) { return true; });
    if (got == 0) return expect(visible_ <= asked_ - 2, "a search found nothing though an element was inside");
    expect(got <= 2, "a search got more than it asked for");
    for (std::size_t i = 0; i < got; ++i) obtain(out[i]);
  }

  void use_segments_again(unsigned index) {
    std::uint64_t allocations = 0;
    for (unsigned i = 0; i < 3 * Cells; ++i) {
      push(index);
      grab(index, 1);
      if (i + 1 == 2 * Cells) allocations = sync::memory_in_use().allocations;
    }
    consumers_[index].reset();
    static_cast<void>(consumer_of(index));
    expect(sync::memory_in_use().allocations == allocations, "a segment or a record that is free is not used again");
  }

  // Marks the element as out: it was in, once, and its payload is visible to the caller.
  void obtain(std::uint64_t element) {
    note("got %llu", static_cast<unsigned long long>(element));
    expect(element >= 1 && element <= begun_, "an element came out that was never pushed");
    expect(!out_[element], "an element came out twice");
    out_[element] = true;
    ++obtained_;
    expect(payload_[element].get() == element, "an element's payload is not visible");
  }

  void look_whether_empty() const {
    const bool empty = subject_.empty();
    note("empty: %d", static_cast<int>(empty));
    expect(!empty || visible_ <= asked_, "it says that it is empty though an element is inside");
  }

  // What was pushed before the threads started is visible to all; what others asked for they may have.
  void expect_empty_is_right(unsigned at_most) const {
    note("grab: empty");
    expect(visible_ <= asked_ - at_most, "a grab found nothing though an element was inside");
  }

  // A claim fails only if the head has moved since this consumer last looked.
  void expect_loss_is_right(unsigned index) {
    note("grab: lost");
    unsigned by_others = 0;
    for (unsigned i = 0; i < sync::model::thread_limit; ++i) by_others += i == index ? 0 : calls_[i];
    expect(++losses_[index] <= 2 * by_others, "a grab lost though nobody else claimed");
  }

  const injector_shape& played_;
  subject subject_;
  std::optional<typename subject::consumer> consumers_[sync::model::thread_limit];
  std::unique_ptr<sync::plain<std::uint64_t>[]> payload_;

  // What really happened, kept where it orders nothing.
  bool in_[element_limit]{};
  bool out_[element_limit]{};
  unsigned producer_[element_limit]{};
  std::uint64_t last_grabbed_[sync::model::thread_limit][sync::model::thread_limit]{};
  unsigned begun_ = 0;
  unsigned accepted_ = 0;
  unsigned obtained_ = 0;
  unsigned visible_ = 0;          // elements that every thread sees from the start
  unsigned visible_matches_ = 0;  // those of them that a search finds
  unsigned asked_ = 0;            // how many elements the grabs and searches begun since then may get
  unsigned closings_ = 0;
  unsigned calls_[sync::model::thread_limit]{};
  unsigned losses_[sync::model::thread_limit]{};
};

/// The model `injector.<claim>.<shape>`.
template <std::uint32_t Cells>
[[nodiscard]] model injector_model(const std::string& claim_name, const std::string& statement,
                                   const std::string& shape) {
  const injector_shape parsed(shape);
  return {"injector." + claim_name + "." + shape, statement, static_cast<unsigned>(parsed.words.size() - 1),
          [parsed]() -> claim* { return new injector_program<Cells>(parsed); }};
}

/// The same of one thread, which is searched to its end: only failing CAS differ.
template <std::uint32_t Cells>
[[nodiscard]] model injector_model_of_one_thread(const std::string& claim_name, const std::string& statement,
                                                 const std::string& shape) {
  model made = injector_model<Cells>(claim_name, statement, shape);
  made.exhaustible = made.large = true;
  return made;
}

}  // namespace wyn::models
