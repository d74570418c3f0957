#include "property_tests/deque/linearizability.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace wyn::properties {

namespace {

constexpr std::uint64_t bit(unsigned element) noexcept {
  return std::uint64_t{1} << element;
}
constexpr std::uint64_t up_to(unsigned element) noexcept {
  return bit(element) | (bit(element) - 1);
}
constexpr std::uint64_t oldest(std::uint64_t set) noexcept {
  return set & (~set + 1);
}
constexpr std::uint64_t youngest(std::uint64_t set) noexcept {
  return set == 0 ? 0 : std::bit_floor(set);
}

bool is_owners(event what) noexcept {
  return what == event::pushed || what == event::full || what == event::took || what == event::took_none;
}

bool is_take(event what) noexcept {
  return what == event::took || what == event::took_none;
}

}  // namespace

const char* linearizability_checker::complaint(const history& judged) noexcept {
  judged_ = &judged;
  if (const char* const wrong = malformed()) return wrong;
  collect_claims();
  for (unsigned thread = 0; thread < judged.threads; ++thread) {
    if (!losses_are_explained(thread)) return "a steal lost though no other claim can have beaten it";
  }
  if (!refusals_are_right()) return "full though the owner had room in its own view";
  ++judgement_;
  visited_count_ = 0;
  if (!search({}, 0)) return "no order of the operations explains their outcomes";
  return nullptr;
}

const char* linearizability_checker::malformed() const noexcept {
  for (unsigned thread = 0; thread < judged_->threads; ++thread) {
    if (const char* const wrong = judged_->logs[thread].complaint()) return wrong;
    if (const char* const wrong = wrong_log(thread)) return wrong;
  }
  return wrong_pushes();
}

const char* linearizability_checker::wrong_log(unsigned thread) const noexcept {
  const thread_log& log = judged_->logs[thread];
  for (unsigned i = 0; i < log.size(); ++i) {
    // The steals of a batch share its interval.
    const bool batched = i > 0 && log[i].begin == log[i - 1].begin && log[i].end == log[i - 1].end;
    const bool overlaps = i > 0 && !batched && log[i].begin < log[i - 1].end;
    if (log[i].end < log[i].begin || overlaps) return "a clock went backwards";
    if (log[i].element > element_limit) return "an element came out that was never pushed";
    if (thread != 0 && is_owners(log[i].what)) return "somebody else did what only the owner may";
  }
  return nullptr;
}

const char* linearizability_checker::wrong_pushes() const noexcept {
  unsigned pushed = 0;
  for (unsigned i = 0; i < judged_->logs[0].size(); ++i) {
    const operation& done = judged_->logs[0][i];
    if (done.what == event::pushed && done.element != ++pushed) return "the pushes are not numbered in their order";
  }
  return nullptr;
}

// Claims are read-modify-writes of one index, so each happens before the next one, in the order of the
// elements.
void linearizability_checker::collect_claims() noexcept {
  claim_count_ = 0;
  for (unsigned thread = 0; thread < judged_->threads; ++thread) collect_claims_of(thread);
  std::sort(claims_.begin(), claims_.begin() + claim_count_,
            [](const claim& a, const claim& b) { return a.element < b.element; });
}

void linearizability_checker::collect_claims_of(unsigned thread) noexcept {
  const thread_log& log = judged_->logs[thread];
  elements own = 0;
  for (unsigned i = 0; i < log.size(); ++i) {
    const operation& done = log[i];
    if (done.what == event::pushed) own |= bit(done.element);
    if (done.what == event::took) own &= ~bit(done.element);
    const bool claims = done.what == event::stole || (done.what == event::took && may_be_last(i, own));
    if (claims && claim_count_ < claims_.size()) claims_[claim_count_++] = {done.element, thread, i};
  }
}

// A take claims only the last element: all older ones must have been stolen by steals that began before it
// ended.
bool linearizability_checker::may_be_last(unsigned take, elements pushed_and_not_taken) const noexcept {
  for (elements left = pushed_and_not_taken; left != 0; left &= left - 1) {
    const auto element = static_cast<unsigned>(std::countr_zero(left));
    if (!is_stolen_before(element, judged_->logs[0][take].end)) return false;
  }
  return true;
}

bool linearizability_checker::is_stolen_before(unsigned element, std::int64_t time) const noexcept {
  for (unsigned thread = 0; thread < judged_->threads; ++thread) {
    const thread_log& log = judged_->logs[thread];
    for (unsigned i = 0; i < log.size(); ++i) {
      if (log[i].what == event::stole && log[i].element == element && log[i].begin <= time) return true;
    }
  }
  return false;
}

// Each loss needs a claim of its own, by another thread, that the loser did not know of: having lost to a
// claim or made one, a thread knows of it and all before it. The earliest possible one leaves most for the
// losses after.
bool linearizability_checker::losses_are_explained(unsigned thread) const noexcept {
  const thread_log& log = judged_->logs[thread];
  const auto* const end = claims_.begin() + claim_count_;
  const auto* unknown = claims_.begin() + first_unknown_claim(thread);
  const auto* lost_to = claims_.begin();
  for (unsigned i = 0; i < log.size(); ++i) {
    if (log[i].what == event::stole) {
      const auto* const own =
          std::find_if(claims_.begin(), end, [&](auto& c) { return c.thread == thread && c.index == i; });
      if (own < lost_to) return false;
      unknown = std::max(unknown, own + 1);
    } else if (log[i].what == event::lost) {
      unknown = std::find_if(unknown, end, [&](auto& c) {
        return c.thread != thread && judged_->logs[c.thread][c.index].begin <= log[i].end;
      });
      if (unknown == end) return false;
      lost_to = ++unknown;
    }
  }
  return true;
}

unsigned linearizability_checker::first_unknown_claim(unsigned thread) const noexcept {
  unsigned known = 0;
  while (thread != 0 && known < claim_count_ && claims_[known].thread == 0 &&
         claims_[known].index < judged_->before_start) {
    ++known;
  }
  return known;
}

// A claim that does not happen before a push may be invisible to it. The owner knows of its own claims, and
// that all is gone when it took nothing.
bool linearizability_checker::refusals_are_right() const noexcept {
  const thread_log& log = judged_->logs[0];
  elements own = 0;
  for (unsigned i = 0; i < log.size(); ++i) {
    const operation& done = log[i];
    switch (done.what) {
      case event::pushed: own |= bit(done.element); break;
      case event::took:
      case event::stole: own &= ~bit(done.element); break;
      case event::took_none: own = 0; break;
      case event::full:
        if (judged_->bound == 0 || static_cast<unsigned>(std::popcount(own)) < judged_->bound) return false;
        break;
      case event::found_empty:
      case event::lost: break;
    }
  }
  return true;
}

bool linearizability_checker::search(const position& at, elements inside) noexcept {
  if (!is_new(at)) return false;
  bool finished = true;
  for (unsigned thread = 0; thread < judged_->threads; ++thread) {
    if (at_end(at, thread)) continue;
    finished = false;
    elements next_inside = inside;
    if (!may_come_next(at, thread) || !fits(at, thread, next_inside)) continue;
    position next = at;
    ++next[thread];
    if (search(next, next_inside)) return true;
  }
  return finished;
}

bool linearizability_checker::may_come_next(const position& at, unsigned thread) const noexcept {
  const std::int64_t begin = judged_->logs[thread][at[thread]].begin;
  for (unsigned other = 0; other < judged_->threads; ++other) {
    if (other != thread && !at_end(at, other) && judged_->logs[other][at[other]].end < begin) return false;
  }
  return true;
}

bool linearizability_checker::fits(const position& at, unsigned thread, elements& inside) const noexcept {
  const operation& done = judged_->logs[thread][at[thread]];
  const elements element = bit(done.element);
  switch (done.what) {
    case event::pushed:
      if (judged_->bound != 0 && static_cast<unsigned>(std::popcount(inside)) >= judged_->bound) return false;
      inside |= element;
      return true;
    case event::took:
      if (element != youngest(inside)) return false;
      inside &= ~element;
      return true;
    case event::stole:
      if (element != oldest(inside)) return false;
      inside &= ~element;
      return true;
    case event::took_none: return inside == 0;
    case event::found_empty: return may_find_empty(at, thread, inside);
    case event::full:
    case event::lost: return true;
  }
  return false;
}

// A take that is under way has reserved the youngest element, also if it loses that to a thief in the end.
bool linearizability_checker::may_find_empty(const position& at, unsigned thread, elements inside) const noexcept {
  const elements missed = inside & must_see(thread, at[thread]);
  if (missed == 0) return true;
  if (missed != youngest(inside) || at_end(at, 0)) return false;
  const operation& owners = judged_->logs[0][at[0]];
  return is_take(owners.what) && owners.begin <= judged_->logs[thread][at[thread]].end;
}

// The elements whose push happens before the steal, or is followed by a take of the owner, which has a fence,
// that ended before the steal began.
linearizability_checker::elements linearizability_checker::must_see(unsigned thread, unsigned index) const noexcept {
  const thread_log& log = judged_->logs[thread];
  const thread_log& owners = judged_->logs[0];
  unsigned last_seen = 0;
  for (unsigned i = 0; i < index; ++i) {
    if (log[i].what == event::stole) last_seen = std::max(last_seen, log[i].element);
  }
  unsigned pushed = 0;
  for (unsigned i = 0; i < owners.size(); ++i) {
    if (owners[i].what == event::pushed) pushed = owners[i].element;
    const bool own = thread == 0 && i < index;
    const bool fenced = is_take(owners[i].what) && owners[i].end < log[index].begin;
    if (own || fenced || i < judged_->before_start) last_seen = std::max(last_seen, pushed);
  }
  return last_seen == 0 ? 0 : up_to(last_seen);
}

bool linearizability_checker::is_new(const position& at) noexcept {
  std::uint32_t key = 0;
  std::memcpy(&key, at.data(), sizeof key);
  std::uint32_t slot = key * 0x9e3779b1U >> 19;
  static_assert(visited_limit == 1U << (32 - 19) && sizeof key == sizeof at);
  while (visited_[slot].judgement == judgement_) {
    if (visited_[slot].position == key) return false;
    slot = (slot + 1) % visited_limit;
  }
  // Past this the search goes on without memory: slower, and as right.
  if (visited_count_ < visited_limit / 2) {
    visited_[slot] = {judgement_, key};
    ++visited_count_;
  }
  return true;
}

}  // namespace wyn::properties
