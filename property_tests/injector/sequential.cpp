// On one thread an injector is a FIFO out of which elements may be searched.
#include <algorithm>
#include <array>
#include <deque>
#include <memory>

#include "property_tests/main.hpp"
#include "property_tests/words.hpp"
#include "wyn/lockfree/injector.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::properties {

const char* const cases_by_default = "1000";

namespace {

class injector_player {
 public:
  // p push   b push_bulk of five   B push_bulk_late   f claim and fill   u claim and give up   l push_late   g grab of one   G of up to four
  // L of up to four, a multiple of three the last
  // x take_if of a multiple of three   X of up to four   n the consumer is replaced   a the next allocation fails   c close
  std::string difference(const std::string& word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (!play(word[i])) return "operation " + std::to_string(i + 1) + " answered wrongly";
      if (subject_->closed() != closed_) return "operation " + std::to_string(i + 1) + " changed what closed says";
      if (subject_->empty() && !expected_.empty()) return "it says that it is empty, and is not";
      if (!says_its_size()) return "operation " + std::to_string(i + 1) + " changed the size wrongly";
    }
    while (!expected_.empty()) {
      if (!grab(4)) return "the rest came out wrongly";
    }
    // What a search left behind is claimed, and nothing.
    std::uint64_t none = 0;
    if (consumer_->grab(&none, 1).outcome != grab_outcome::empty || !subject_->empty()) return "something is left";
    return subject_->size_hint() == 0 ? "" : "it is empty, and its size is not 0";
  }

 private:
  using subject = injector<std::uint64_t, 3>;

  bool play(char letter) {
    switch (letter) {
      case 'p': return push();
      case 'b': return push_bulk();
      case 'B': return push_bulk_late();
      case 'f': return claim(true);
      case 'u': return claim(false);
      case 'l':
        return unless_it_fails([this] {
          subject_->push_late(next_);
          expected_.push_back(next_++);
          return true;
        });
      case 'g': return grab(1);
      case 'G': return grab(4);
      case 'L': return grab_up_to_a_multiple();
      case 'x': return search();
      case 'X': return search_some();
      case 'n': consumer_.reset(); return unless_it_fails([this] { return renew(); }) && (consumer_ || renew());
      case 'a':
#if defined(WYN_CHECKED)
        sync::fail_allocation_after(0);
        fails_ = true;
#endif
        return true;
      default: return subject_->close() == !std::exchange(closed_, true);
    }
  }

  // Exact until a place is given up or an element is taken out of the middle; then such places may still count.
  [[nodiscard]] bool says_its_size() const {
    const std::size_t said = subject_->size_hint();
    return gaps_ == 0 ? said == expected_.size() : said >= expected_.size() && said <= expected_.size() + gaps_;
  }

  bool renew() {
    consumer_ = std::make_unique<subject::consumer>(*subject_);
    return true;
  }

  // An allocation that fails has changed nothing, and fails once.
  template <typename Operation>
  bool unless_it_fails(Operation operation) {
    try {
      return operation();
    } catch (const std::bad_alloc&) {
      fails_ = false;
      return operation();
    }
  }

  bool push() {
    return unless_it_fails([this] {
      const inject_outcome outcome = subject_->push(next_);
      if (outcome == inject_outcome::pushed) expected_.push_back(next_++);
      return outcome == (closed_ ? inject_outcome::closed : inject_outcome::pushed);
    });
  }

  bool claim(bool fills) {
    return unless_it_fails([this, fills] {
      auto place = subject_->claim();
      if (place.refused()) return closed_;
      if (!fills) {
        place.give_up();
        ++gaps_;
        return !closed_;
      }
      place.fill(next_);
      expected_.push_back(next_++);
      return !closed_;
    });
  }

  bool push_bulk() {
    const auto elements = five_more();
    const inject_result done = subject_->push_bulk(elements);
    expected_.insert(expected_.end(), elements.begin(), elements.begin() + static_cast<std::ptrdiff_t>(done.count));
    if (done.outcome == inject_outcome::pushed) return done.count == elements.size() && !closed_;
    if (done.count >= elements.size()) return false;
    return done.outcome == inject_outcome::no_memory ? std::exchange(fails_, false) : closed_;
  }

  // Five of them need a second segment of three, and two more at times; without memory the first one's rest is filled.
  bool push_bulk_late() {
    const auto elements = five_more();
    const std::size_t done = subject_->push_bulk_late(elements);
    expected_.insert(expected_.end(), elements.begin(), elements.begin() + static_cast<std::ptrdiff_t>(done));
    return done == elements.size() || (done < elements.size() && std::exchange(fails_, false));
  }

  std::array<std::uint64_t, 5> five_more() {
    std::array<std::uint64_t, 5> elements{};
    for (auto& each : elements) each = next_++;
    return elements;
  }

  // In order, at least one if there is one, fewer where a segment ends.
  bool grab(std::size_t at_most) {
    std::array<std::uint64_t, 4> out{};
    const grab_result got = consumer_->grab(out.data(), at_most);
    if (got.outcome == grab_outcome::empty) return expected_.empty();
    if (got.outcome != grab_outcome::got || got.count > expected_.size() || got.count > at_most) return false;
    const bool in_order =
        std::equal(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(got.count), expected_.begin());
    expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(got.count));
    return in_order;
  }

  bool grab_up_to_a_multiple() {
    std::array<std::uint64_t, 4> out{};
    const grab_result got = consumer_->grab(out.data(), out.size(), wanted);
    if (got.outcome == grab_outcome::empty) return expected_.empty();
    if (got.outcome != grab_outcome::got || got.count > expected_.size() || got.count > out.size()) return false;
    const auto end = out.begin() + static_cast<std::ptrdiff_t>(got.count);
    const bool right =
        std::equal(out.begin(), end, expected_.begin()) && std::find_if(out.begin(), end, wanted) >= end - 1;
    expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(got.count));
    return right;
  }

  static bool wanted(std::uint64_t element) {
    return element % 3 == 0;
  }

  bool search() {
    const auto found = consumer_->take_if(wanted);
    const auto first = std::find_if(expected_.begin(), expected_.end(), wanted);
    if (first == expected_.end()) return !found;
    const std::uint64_t element = *first;
    expected_.erase(first);
    ++gaps_;
    return found == element;
  }

  // In order, at least one if there is one, fewer where a segment ends.
  bool search_some() {
    std::array<std::uint64_t, 4> out{};
    const std::size_t got = consumer_->take_if(out.data(), out.size(), wanted);
    for (std::size_t i = 0; i < got; ++i) {
      const auto next = std::find_if(expected_.begin(), expected_.end(), wanted);
      if (next == expected_.end() || *next != out.at(i)) return false;
      expected_.erase(next);
      ++gaps_;
    }
    return got != 0 || std::none_of(expected_.begin(), expected_.end(), wanted);
  }

  std::unique_ptr<subject> subject_ = std::make_unique<subject>();
  std::unique_ptr<subject::consumer> consumer_ = std::make_unique<subject::consumer>(*subject_);
  std::deque<std::uint64_t> expected_;
  std::uint64_t next_ = 1;
  std::size_t gaps_ = 0;
  bool closed_ = false;
  bool fails_ = false;  // the next allocation
};

TEST(injector_sequential, behaves_as_a_queue_that_is_searched) {
  expect_words_hold("injector: sequences", "pppbBfulgGLxXnac", [](const std::string& word) {
    injector_player player;
    std::string found = player.difference(word);
#if defined(WYN_CHECKED)
    sync::never_fail_allocation();
#endif
    return found;
  });
}

}  // namespace
}  // namespace wyn::properties
