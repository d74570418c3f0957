// program: a deque claim written as a shape, such as "pp:ptt|ss".
//
// Before the colon: what the owner does before the threads start. After it one word per thread, the owner's first:
//   p push   t take   s steal   b steal_batch into the thief's own deque, which it then takes empty   h size_hint
// Every shape asserts, in every execution:
//   exactly once   each pushed element comes out once, and its payload is visible to whoever got it
//   order          the owner takes its youngest element; claimed elements come out oldest first
//   progress       `lost` only after somebody else's claim, `empty` only when all that the thief must see was
//                  claimed or reserved, no element for the owner only if all of its own are gone,
//                  `full` only when the owner's elements and the unseen claims fill the bound
//   size hint      never more than was pushed, and exact when nobody acts
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

struct shape {
  std::string text;
  deque_options options{4, 0};
  bool exhaustible = false;
};

/// A shape taken apart, once, before the executions.
struct parsed_shape {
  explicit parsed_shape(const shape& written) : options(written.options), words(1) {
    for (const char c : written.text) {
      if (c == '|' || c == ':') words.emplace_back();
      else words.back() += c;
    }
    if (written.text.find(':') == std::string::npos) words.insert(words.begin(), "");
    pushes = static_cast<unsigned>(std::count(written.text.begin(), written.text.end(), 'p'));
  }

  deque_options options;
  std::vector<std::string> words;  // before the threads start, then one per thread
  unsigned pushes;
};

/// One execution of a shape on the deque that ships. T is std::uint64_t: the element's number, from 1.
template <typename Deque>
class deque_program : public claim {
 public:
  explicit deque_program(const parsed_shape& played)
      : played_(played),
        deque_(played.options),
        owner_(deque_.get_owner()),
        payload_(std::make_unique<sync::plain<std::uint64_t>[]>(played.pushes + 1)) {
    expect(played.pushes < element_limit, "a shape pushes too much");
  }

  void before() override {
    play(0, played_.words[0]);
    visible_ = held_count_;
    owner_.hand_over();
  }

  void thread(unsigned index) override { play(index, played_.words[index + 1]); }

  void after() override {
    owner_.hand_over();
    expect(deque_.size_hint() == held_count_ - claims_, "the size hint is wrong though nobody acts");
    while (held_count_ > claims_) take();
    expect(!owner_.take(), "an element came out of an empty deque");
    for (unsigned i = 1; i <= pushed_; ++i) expect(out_[i], "an element was lost");
  }

 private:
  static constexpr unsigned element_limit = 12;

  void play(unsigned index, const std::string& word) {
    for (const char operation : word) {
      switch (operation) {
        case 'p': push(); break;
        case 't': take(); break;
        case 's': steal(index); break;
        case 'b': steal_batch(index); break;
        case 'h': look_at_the_size(); break;
        default: expect(false, "a shape has a letter that means nothing");
      }
    }
  }

  void push() {
    const std::uint64_t element = ++pushes_begun_;
    payload_[element].set(element);
    if constexpr (requires { owner_.push(element); }) {
      owner_.push(element);
    } else if (owner_.try_push(element) == push_outcome::full) {
      --pushes_begun_;
      note("push %llu: full", static_cast<unsigned long long>(element));
      return expect(held_count_ >= played_.options.capacity, "full though there was room in the owner's own view");
    }
    expect(!bounded || held_count_ - claims_ < played_.options.capacity || batches_in_flight_ > 0,
           "a bounded deque holds more than its bound");
    note("push %llu", static_cast<unsigned long long>(element));
    ++pushed_;
    held_[held_count_++] = element;
  }

  void take() {
    ++takes_begun_;
    // Only a take that finds something can claim.
    if (held_count_ > claims_) ++takes_that_may_claim_;
    const auto element = owner_.take();
    if (!element) {
      note("take: none");
      return expect(held_count_ == claims_ || batches_in_flight_ > 0, "take found nothing though an element was left");
    }
    note("take %llu", static_cast<unsigned long long>(*element));
    expect(held_count_ > 0 && held_[held_count_ - 1] == *element, "take did not return the youngest element");
    --held_count_;
    obtain(*element);
  }

  void steal(unsigned thief) {
    const auto stolen = deque_.get_thief().steal();
    if (stolen.outcome == steal_outcome::got) return claimed(thief, stolen.element);
    if (stolen.outcome == steal_outcome::lost) return expect_loss_is_right(thief);
    expect_empty_is_right();
  }

  void steal_batch(unsigned thief) {
    Deque mine(deque_options{1, 0});
    auto own = mine.get_owner();
    ++batches_in_flight_;
    const batch_result moved = deque_.get_thief().steal_batch(own);
    std::vector<std::uint64_t> youngest_first;
    while (const auto element = own.take()) youngest_first.push_back(*element);
    expect(youngest_first.size() == moved.moved, "a batch did not move as many elements as it says");
    std::for_each(youngest_first.rbegin(), youngest_first.rend(), [&](auto element) { claimed(thief, element); });
    --batches_in_flight_;
    if (moved.stopped == batch_result::stop::lost) expect_loss_is_right(thief);
    if (moved.stopped == batch_result::stop::empty) expect_empty_is_right();
    if (moved.stopped == batch_result::stop::done) expect(moved.moved > 0, "a batch of nothing is done");
  }

  // Marks the element as out: it was in, once, and its payload is visible to the caller.
  void obtain(std::uint64_t element) {
    expect(element >= 1 && element <= pushes_begun_, "an element came out that was never pushed");
    expect(!out_[element], "an element came out twice");
    out_[element] = true;
    expect(payload_[element].get() == element, "an element's payload is not visible");
  }

  void claimed(unsigned thief, std::uint64_t element) {
    note("steal %llu", static_cast<unsigned long long>(element));
    obtain(element);
    ++claims_;
    ++claims_by_[thief];
  }

  // A strong CAS on top fails only if top moved: since this thief last looked, somebody else claimed. The owner's
  // claim of its last element counts, and a take that has begun with something inside may have made it.
  void expect_loss_is_right(unsigned thief) {
    note("steal: lost");
    ++losses_[thief];
    const unsigned by_others = claims_ - claims_by_[thief] + takes_that_may_claim_;
    expect(losses_[thief] <= by_others || batches_in_flight_ > 0, "a steal lost though nobody else claimed");
  }

  // What was pushed before the threads started is visible to every thief.
  void expect_empty_is_right() const {
    note("steal: empty");
    expect(visible_ <= claims_ + takes_begun_ || batches_in_flight_ > 0,
           "a steal found nothing though an element was left");
  }

  // While others act its two loads are of different moments, but neither is of a moment that never was.
  void look_at_the_size() const {
    const std::size_t hint = deque_.size_hint();
    note("size hint: %zu", hint);
    expect(hint <= pushes_begun_, "the size hint is larger than what was ever pushed");
  }

  static constexpr bool bounded = !requires(typename Deque::owner o) { o.push(0); };

  const parsed_shape& played_;
  Deque deque_;
  typename Deque::owner owner_;
  std::unique_ptr<sync::plain<std::uint64_t>[]> payload_;

  // What really happened, kept where it orders nothing. No thread switch lies between an operation's last step and
  // its entry here; only a batch has claims that are entered later, so while one runs nobody is judged by the count.
  bool out_[element_limit]{};
  std::uint64_t held_[element_limit]{};  // pushed and not taken by the owner, the youngest last
  unsigned held_count_ = 0;
  unsigned pushed_ = 0;
  unsigned pushes_begun_ = 0;  // a thief may get an element before its push has returned
  unsigned visible_ = 0;       // elements that every thread sees from the start
  unsigned takes_begun_ = 0;
  unsigned takes_that_may_claim_ = 0;
  unsigned claims_ = 0;
  unsigned batches_in_flight_ = 0;
  unsigned claims_by_[sync::model::thread_limit]{};
  unsigned losses_[sync::model::thread_limit]{};
};

/// The model `deque.<claim>.<shape>`.
template <typename Deque>
[[nodiscard]] model deque_model(const std::string& claim_name, const std::string& statement, const shape& played) {
  const parsed_shape parsed(played);
  return {"deque." + claim_name + "." + played.text,
          statement,
          static_cast<unsigned>(parsed.words.size() - 1),
          [parsed]() -> claim* { return new deque_program<Deque>(parsed); },
          expectation::holds,
          played.exhaustible};
}

}  // namespace wyn::models
