// play: one execution of a program on the deque that ships, logged. The same code runs on real threads and in
// the model.
//
// Elements are numbers into an array of plain payloads, written before the push and read by whoever gets the
// element: a publication that orders too little is a data race there, which the model and ThreadSanitizer
// report.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "property_tests/deque/history.hpp"
#include "property_tests/deque/program.hpp"
#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::properties {

struct unwatched {
  void operator()(const operation&) const noexcept {}
};

/// Deque is deque<std::uint64_t> or bounded_deque<std::uint64_t>. The program outlives the execution. Watch
/// is told of each operation after it.
template <typename Deque, typename Watch = unwatched>
class execution {
 public:
  explicit execution(const program& played)
      : played_(played),
        deque_({static_cast<std::size_t>(played.capacity), played.first_index}),
        owner_(deque_.get_owner()),
        element_count_(count_pushes(played)),
        payloads_(std::make_unique<sync::plain<std::uint64_t>[]>(element_count_ + 1)) {
    told_.threads = static_cast<unsigned>(played.words.size());
    told_.bound = bounded ? played.capacity : 0;
  }

  /// The owner's thread, before the others start.
  void prologue() {
    play(0, played_.prologue);
    told_.before_start = told_.logs[0].size();
    owner_.hand_over();
  }

  /// Thread `index` of the program.
  void thread(unsigned index) { play(index, played_.words[index]); }

  /// The owner's thread, after all others have ended. Then the history is whole.
  void epilogue() {
    owner_.hand_over();
    for (unsigned i = 0; i <= pushed_ && take(); ++i) {
    }
  }

  [[nodiscard]] const history& told() const noexcept { return told_; }

 private:
  static constexpr bool bounded = !requires(typename Deque::owner o) { o.push(0); };

  void play(unsigned thread, std::string_view word) {
    for (const char letter : word) {
      switch (letter) {
        case 'p': push(); break;
        case 't': take(); break;
        case 's': steal(thread); break;
        case 'b': steal_batch(thread); break;
        default: told_.logs[thread].complain("a program has a letter that means nothing");
      }
    }
  }

  void push() {
    const std::uint64_t element = pushed_ + 1;
    payloads_[element].set(element);
    const std::int64_t begin = stamp();
    event what = event::pushed;
    if constexpr (bounded) {
      if (owner_.try_push(element) == push_outcome::full) what = event::full;
    } else {
      owner_.push(element);
    }
    add(0, {what, what == event::pushed ? static_cast<unsigned>(element) : 0, begin, stamp()});
    if (what == event::pushed) ++pushed_;
  }

  bool take() {
    const std::int64_t begin = stamp();
    const auto element = owner_.take();
    log(0, element ? event::took : event::took_none, element.value_or(0), begin, stamp());
    return element.has_value();
  }

  void steal(unsigned thread) {
    const std::int64_t begin = stamp();
    const auto stolen = deque_.get_thief().steal();
    log(thread, event_of(stolen.outcome), stolen.got() ? stolen.element : 0, begin, stamp());
  }

  // Logged as single steals, all with the interval of the batch.
  void steal_batch(unsigned thread) {
    Deque mine({bounded ? std::size_t{2} : std::size_t{1}, 0});
    auto own = mine.get_owner();
    const std::int64_t begin = stamp();
    const batch_result moved = deque_.get_thief().steal_batch(own);
    const std::int64_t end = stamp();
    std::array<std::uint64_t, thread_log::limit> youngest_first{};
    std::size_t count = 0;
    while (count < youngest_first.size()) {
      const auto element = own.take();
      if (!element) break;
      youngest_first[count++] = *element;
    }
    for (std::size_t i = count; i > 0; --i) log(thread, event::stole, youngest_first[i - 1], begin, end);
    if (count != moved.moved) told_.logs[thread].complain("a batch did not move as many elements as it says");
    if (moved.stopped == batch_result::stop::lost) log(thread, event::lost, 0, begin, end);
    if (moved.stopped == batch_result::stop::empty) log(thread, event::found_empty, 0, begin, end);
    if (moved.stopped == batch_result::stop::done && count == 0) {
      told_.logs[thread].complain("a batch was done with nothing moved");
    }
  }

  static event event_of(steal_outcome outcome) noexcept {
    if (outcome == steal_outcome::got) return event::stole;
    return outcome == steal_outcome::lost ? event::lost : event::found_empty;
  }

  void log(unsigned thread, event what, std::uint64_t element, std::int64_t begin, std::int64_t end) {
    auto& log = told_.logs[thread];
    if (element > element_count_) return log.complain("an element came out that was never pushed");
    add(thread, {what, static_cast<unsigned>(element), begin, end});
    const bool came_out = what == event::took || what == event::stole;
    if (came_out && (element == 0 || payloads_[element].get() != element)) {
      log.complain("an element's payload is not visible to whoever got it");
    }
  }

  void add(unsigned thread, const operation& done) {
    told_.logs[thread].add(done);
    Watch{}(done);
  }

  static std::size_t count_pushes(const program& played) {
    const auto in = [](const std::string& word) {
      return static_cast<std::size_t>(std::count(word.begin(), word.end(), 'p'));
    };
    return in(played.prologue) + in(played.words[0]);
  }

  const program& played_;
  history told_;
  Deque deque_;
  typename Deque::owner owner_;
  const std::size_t element_count_;
  std::unique_ptr<sync::plain<std::uint64_t>[]> payloads_;
  unsigned pushed_ = 0;
};

}  // namespace wyn::properties
