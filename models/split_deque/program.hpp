// program: a split deque claim written as a shape, such as "pp:wP|s!rS".
//
// Before the colon: what the owner does before the threads start. After it one word per thread, the owner's first:
//   p push   P push, which must publish   N push, which must not   Q push, which must find room
//   q push, which must publish if a thief starves
//   t take   j take_newest   J take_newest of another than the newest, which must change nothing
//   f take_if, the newest with an odd number   x expose   l leaf: wait until the thieves have ended
//   s steal one   b steal up to four   S steal, which must get something   G steal until something is got
//   L lose a claim, find nothing then, and starve   z look for work as a sleeper does
//   i interrupt the owner, whose handler exposes   h wait until the handler has run
//   ! tell the other side   w (owner), r (thief) wait until told once more
// Every shape asserts, in every execution:
//   exactly once   each pushed element comes out once, and its payload is visible to whoever got it
//   order          the owner takes its youngest element, and take_if the youngest that it may
//   progress       `lost` only if another thread may have changed the word, `empty` only if what was public is gone,
//                  none for the owner only if all of its own are gone, `full` only if that many are inside;
//                  after a push that was interrupted, nothing is private
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/split_deque.hpp"
#include "wyn/sync/interrupt.hpp"

namespace wyn::models {

struct split_shape {
  std::string text;
  std::uint32_t first_index = 0;
  bool exhaustible = false;

  // Before the threads start, then one word per thread.
  [[nodiscard]] std::vector<std::string> words() const {
    std::vector<std::string> found(1);
    for (const char c : text) {
      if (c == '|' || c == ':') found.emplace_back();
      else found.back() += c;
    }
    if (text.find(':') == std::string::npos) found.insert(found.begin(), "");
    return found;
  }
};

/// What the threads of a shape tell each other, outside the queue.
class split_signals {
 public:
  void tell(unsigned thread) {
    auto& mail = thread == 0 ? to_thieves_ : to_owner_;
    mail.fetch_add(1, sync::release<"split_model.tell.mail">);
  }
  void wait(unsigned thread) {
    auto& mail = thread == 0 ? to_owner_ : to_thieves_;
    const std::uint64_t wanted = ++read_[thread];
    while (mail.load(sync::acquire<"split_model.wait.mail">) < wanted) yield();
  }
  void handled() { handled_.store(1, sync::release<"split_model.handler.handled">); }
  // An owner that has ended is not interrupted any more.
  void wait_until_handled(const bool& owner_ended) {
    while (handled_.load(sync::acquire<"split_model.wait.handled">) == 0 && !owner_ended) yield();
  }

 private:
  sync::atomic<std::uint64_t> to_owner_{0};
  sync::atomic<std::uint64_t> to_thieves_{0};
  sync::atomic<std::uint64_t> handled_{0};
  std::uint64_t read_[sync::model::thread_limit]{};
};

/// One execution of a shape on the queue that ships. An element is its number, from 1.
template <std::uint32_t Capacity>
class split_program : public claim {
 public:
  split_program(const std::vector<std::string>& words, std::uint32_t first_index)
      : words_(words), queue_({first_index}), payload_(std::make_unique<sync::plain<std::uint64_t>[]>(element_limit)) {}

  void before() override {
    play(0, words_[0]);
    visible_ = held_count_ - owner_.private_size();
    owner_.hand_over();
  }

  void thread(unsigned index) override {
    if (index == 0) static_cast<void>(sync::accept_interrupts(expose_in_handler, this));
    play(index, words_[index + 1]);
    ++ended_;
    owner_ended_ |= index == 0;
  }

  void after() override {
    owner_.hand_over();
    expect(queue_.size_hint() == held_count_ - claims_, "the size hint is wrong though nobody acts");
    expect(queue_.public_hint() + owner_.private_size() == queue_.size_hint(),
           "the public hint is wrong though nobody acts");
    while (held_count_ > claims_) take();
    expect(owner_.take() == 0, "an element came out of an empty queue");
    for (unsigned i = 1; i <= pushed_; ++i) expect(out_[i], "an element was lost");
    expect(!slept_ || published_ || pushed_ == 0, "all was pushed without a word, and a sleeper does not see it");
  }

 private:
  static constexpr unsigned element_limit = 12;
  using deque_type = split_deque<std::uint64_t, Capacity>;

  void play(unsigned index, const std::string& word) {
    for (const char operation : word) {
      if (index == 0) act_as_owner(operation);
      else act_as_thief(index, operation);
    }
  }

  void act_as_owner(char operation) {
    ++owner_steps_;
    switch (operation) {
      case 'p': static_cast<void>(push()); break;
      case 'P': expect(push() == split_push::published, "a thief is starving, and a push did not publish"); break;
      case 'N': expect(push() == split_push::pushed, "nobody asks, and a push publishes"); break;
      case 'Q': expect(push() != split_push::full, "full though all that was claimed has been read"); break;
      case 'q': expect(push() == split_push::published || !starving_, "a starving thief was forgotten"); break;
      case 't': take(); break;
      case 'j': take_newest(); break;
      case 'J': take_another(); break;
      case 'f': take_odd(); break;
      case 'x': expose(); break;
      case 'l':
        while (ended_ + 2 < words_.size()) yield();
        break;
      case 'w': signals_.wait(0); break;
      case '!': signals_.tell(0); break;
      default: expect(false, "a shape has an owner's letter that means nothing");
    }
  }

  void act_as_thief(unsigned index, char operation) {
    switch (operation) {
      case 's': steal(index, 1); break;
      case 'b': steal(index, 4); break;
      case 'S':
        expect(steal(index, 1) == split_steal::outcome::got, "work is public, and a steal did not get it");
        break;
      case 'G':
        while (steal(index, 1) != split_steal::outcome::got) yield();
        break;
      case 'L': starving_ = lose_and_find_nothing(index); break;
      case 'z': slept_ = find_nothing_as_a_sleeper(); break;
      case 'i':
        ++interrupts_;
        sync::interrupt({1});
        break;
      case 'h': signals_.wait_until_handled(owner_ended_); break;
      case 'r': signals_.wait(index); break;
      case '!': signals_.tell(index); break;
      default: expect(false, "a shape has a thief's letter that means nothing");
    }
  }

  static void expose_in_handler(void* self) {
    auto& program = *static_cast<split_program*>(self);
    const bool busy = program.owner_.expose() == 0;
    note("handler: %s", busy ? "nothing, or busy" : "exposed");
    program.interrupted_ = true;
    program.signals_.handled();
  }

  split_push push() {
    const std::uint64_t element = ++pushes_begun_;
    payload_[element].set(element);
    // In already for a handler that runs inside the push.
    held_[held_count_++] = element;
    interrupted_ = false;
    const split_push done = owner_.push(element, index_[element]);
    if (done == split_push::full) {
      --pushes_begun_;
      note("push %llu: full", static_cast<unsigned long long>(element));
      expect(held_count_ > Capacity, "full though there was room in the owner's own view");
      --held_count_;
      return done;
    }
    note("push %llu%s", static_cast<unsigned long long>(element), done == split_push::published ? ": published" : "");
    ++pushed_;
    published_ |= done == split_push::published;
    expect(held_count_ - claims_ <= Capacity || steals_in_flight_ > 0, "the queue holds more than its capacity");
    if (done == split_push::published && interrupted_) expect_no_private();
    return done;
  }

  // The handler ran inside a publication or before it; at most the element itself came later.
  void expect_no_private() { expect(owner_.private_size() <= 1, "a handler was put off and forgotten"); }

  void take() {
    const std::uint64_t element = owner_.take();
    if (element == 0) {
      note("take: none");
      return expect(held_count_ == claims_ || steals_in_flight_ > 0, "take found nothing though an element was left");
    }
    note("take %llu", static_cast<unsigned long long>(element));
    expect(held_count_ > 0 && held_[held_count_ - 1] == element, "take did not return the youngest element");
    --held_count_;
    obtain(element);
  }

  void take_newest() {
    if (held_count_ == 0) return;
    const std::uint64_t newest = held_[held_count_ - 1];
    if (owner_.take_newest(newest, index_[newest])) {
      note("take_newest %llu", static_cast<unsigned long long>(newest));
      --held_count_;
      return obtain(newest);
    }
    note("take_newest: no");
    expect(held_count_ == claims_ || steals_in_flight_ > 0, "take_newest refused the newest element");
  }

  void take_another() {
    if (held_count_ < 2) return;
    const bool taken = owner_.take_newest(held_[held_count_ - 2], index_[held_[held_count_ - 1]]);
    expect(!taken, "take_newest took another than the newest");
  }

  void take_odd() {
    const std::uint32_t next = owner_.next_index();
    const std::uint64_t element = owner_.take_if([this](std::uint64_t e) { return payload_[e].get() % 2 == 1; });
    note("take_if: %llu", static_cast<unsigned long long>(element));
    expect(owner_.next_index() == (element == 0 ? next : next - 1), "take_if moves the end of the queue otherwise");
    unsigned i = held_count_;
    while (i > 0 && held_[i - 1] % 2 == 0) --i;
    if (element == 0) return expect(i <= claims_ || steals_in_flight_ > 0, "take_if found nothing though one was left");
    expect(i > 0 && held_[i - 1] == element, "take_if did not return the youngest that it may");
    std::copy(held_ + i, held_ + held_count_, held_ + i - 1);
    --held_count_;
    obtain(element);
  }

  void expose() {
    static_cast<void>(owner_.expose());
    expect(owner_.private_size() == 0, "something stayed private after an exposure");
  }

  split_steal::outcome steal(unsigned thief, std::uint32_t at_most) {
    std::uint64_t elements[4]{};
    ++steals_in_flight_;
    const split_steal stolen = queue_.get_thief().steal(elements, at_most);
    --steals_in_flight_;
    if (stolen.what == split_steal::outcome::lost) expect_loss_is_right(thief);
    if (stolen.what == split_steal::outcome::empty) expect_empty_is_right();
    if (stolen.what == split_steal::outcome::got) {
      expect(stolen.count >= 1 && stolen.count <= at_most, "a batch has no or too many elements");
      for (unsigned i = 0; i < stolen.count; ++i) obtain(elements[i]);
      note("steal: %llu and %u more", static_cast<unsigned long long>(elements[0]), stolen.count - 1);
      claims_ += stolen.count;
      ++claims_by_[thief];
      ++all_claims_;
    }
    return stolen.what;
  }

  // Marks the element as out: it was in, once, and its payload is visible to the caller.
  void obtain(std::uint64_t element) {
    expect(element >= 1 && element <= pushes_begun_, "an element came out that was never pushed");
    expect(!out_[element], "an element came out twice");
    out_[element] = true;
    expect(payload_[element].get() == element, "an element's payload is not visible");
  }

  // The word changes by claims, and by the owner's publications and reclaims: few per step.
  void expect_loss_is_right(unsigned thief) {
    note("steal: lost");
    const unsigned others = all_claims_ - claims_by_[thief] + steals_in_flight_ + 3 * owner_steps_ + interrupts_;
    expect(++losses_[thief] <= others, "a steal lost though nobody else changed the word");
  }

  // What was public before the threads started is visible to every thief.
  void expect_empty_is_right() const {
    note("steal: empty");
    expect(visible_ <= claims_ || owner_steps_ > 0 || steals_in_flight_ > 0,
           "a steal found nothing though work is public");
  }

  bool lose_and_find_nothing(unsigned thief) {
    return steal(thief, 1) == split_steal::outcome::lost && steal(thief, 1) == split_steal::outcome::empty;
  }

  bool find_nothing_as_a_sleeper() {
    const auto thief = queue_.get_thief();
    thief.set_want();
    thief.settle_wants();
    const bool nothing = queue_.size_hint() == 0;
    expect(queue_.has_private() ? !nothing || owner_steps_ > 0 : true, "something is private and not counted");
    note("sleeper: %s", nothing ? "nothing" : "work");
    return nothing;
  }

  const std::vector<std::string>& words_;
  deque_type queue_;
  typename deque_type::owner owner_{queue_.get_owner()};
  std::unique_ptr<sync::plain<std::uint64_t>[]> payload_;
  split_signals signals_;

  // What really happened, kept where it orders nothing.
  bool out_[element_limit]{};
  std::uint32_t index_[element_limit]{};  // where each element was pushed
  std::uint64_t held_[element_limit]{};   // pushed and not taken by the owner, the youngest last
  unsigned held_count_ = 0;
  unsigned pushed_ = 0;
  unsigned pushes_begun_ = 0;
  unsigned visible_ = 0;  // elements that every thread sees public from the start
  unsigned owner_steps_ = 0;
  unsigned interrupts_ = 0;
  unsigned claims_ = 0;      // elements
  unsigned all_claims_ = 0;  // steals that got some
  unsigned claims_by_[sync::model::thread_limit]{};
  unsigned losses_[sync::model::thread_limit]{};
  unsigned steals_in_flight_ = 0;
  unsigned ended_ = 0;
  bool owner_ended_ = false;
  bool interrupted_ = false;  // the handler ran since the last push began
  bool starving_ = false;     // a thief saw the publication and its end, and asked anew
  bool slept_ = false;        // a sleeper saw nothing
  bool published_ = false;    // a push found a `want`
};

/// The model `split_deque.<claim>.<shape>`.
template <std::uint32_t Capacity>
[[nodiscard]] model split_model(const std::string& claim_name, const std::string& statement,
                                const split_shape& played) {
  const auto words = played.words();
  return {"split_deque." + claim_name + "." + played.text,
          statement,
          static_cast<unsigned>(words.size() - 1),
          [words, first = played.first_index]() -> claim* { return new split_program<Capacity>(words, first); },
          expectation::holds,
          played.exhaustible};
}

}  // namespace wyn::models
