// theft: one owner and some thieves on a deque, or on one deque after another.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {

struct theft_plan {
  deque_options options{};
  unsigned thieves = 1;
  std::size_t elements = 2000;  // per deque
  std::size_t deques = 1;       // one after another
  // The owner pushes 1 to `burst` elements, then takes up to `takes_per_push` times as many, and so on.
  std::uint32_t burst = 1;
  std::uint32_t takes_per_push = 2;
  bool allocations_fail = false;  // now and then (checked builds)
};

template <typename Deque>
class theft {
 public:
  theft(const theft_plan& plan, sync::random& choices)
      : plan_(plan),
        choices_(choices.next()),
        book_(plan.thieves + 1, plan.elements * plan.deques, choices.next()),
        losses_(plan.thieves + 1),
        impossible_hints_(plan.thieves + 1) {
    for (std::size_t i = 0; i < plan.deques; ++i) deques_.push_back(std::make_unique<Deque>(plan.options));
  }

  void run() {
    run_together(plan_.thieves, [this](unsigned thread) { thread == 0 ? own_all() : steal_until_over(thread); });
    book_.expect_exactly_once();
    expect_losses_are_right();
    for (const own_count& hints : impossible_hints_) EXPECT_EQ(hints.count, 0U) << "more than was ever pushed";
    for (const auto& one : deques_) EXPECT_EQ(one->size_hint(), 0U) << "the owner found nothing, yet something is left";
  }

 private:
  struct alignas(64) own_count {
    std::size_t count = 0;
  };

  void own_all() {
    std::size_t next = 0;
    for (std::size_t i = 0; i < plan_.deques; ++i) {
      // Relaxed: the deques were made before the threads.
      current_.store(i, sync::relaxed<"stress.theft.next">);
      auto owner = deques_[i]->get_owner();
      own(owner, next, next + plan_.elements);
      next += plan_.elements;
    }
    // Relaxed: whatever is left for the thieves is empty.
    over_.store(true, sync::relaxed<"stress.theft.over">);
  }

  void own(typename Deque::owner& owner, std::size_t next, std::size_t end) {
    while (next < end && !gave_up_) {
      const std::size_t burst = std::min<std::size_t>(1 + choices_.below(plan_.burst), end - next);
      const std::size_t pushed = push_some(owner, next, burst);
      next += pushed;
      const auto takes_at_most = static_cast<std::uint32_t>(pushed) * plan_.takes_per_push;
      for (std::uint32_t takes = choices_.below(takes_at_most + 1); takes > 0; --takes) take(owner);
      if (choices_.below(64) == 0) ::sched_yield();
    }
    while (take(owner)) {
    }
  }

  // Returns how many went in.
  std::size_t push_some(typename Deque::owner& owner, std::size_t first, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!push(owner, book_.make(first + i))) return i + (make_room_and_push(owner, book_.make(first + i)) ? 1 : 0);
    }
    return count;
  }

  // A full deque. If the owner finds it empty, the claims that emptied it are visible, and the next push has room.
  bool make_room_and_push(typename Deque::owner& owner, record* element) {
    if (take(owner)) return false;
    if (push(owner, element)) return true;
    ADD_FAILURE() << "full, though the owner has just found it empty";
    gave_up_ = true;
    return false;
  }

  bool push(typename Deque::owner& owner, record* element) {
    if constexpr (requires { owner.push(element); }) {
      push_or_fail(owner, element);
      return true;
    } else {
      return owner.try_push(element) == push_outcome::pushed;
    }
  }

  void push_or_fail(typename Deque::owner& owner, record* element) {
#if defined(WYN_CHECKED)
    if (plan_.allocations_fail && choices_.below(2) == 0) sync::fail_allocation_after(0);
#endif
    try {
      owner.push(element);
    } catch (const std::bad_alloc&) {
      ++failed_growths_;
      owner.push(element);  // it is still ours, and the failure came once
    }
  }

  bool take(typename Deque::owner& owner) {
    const auto element = owner.take();
    if (element) book_.obtain(0, *element);
    return element.has_value();
  }

  void steal_until_over(unsigned thread) {
    for (;;) {
      // Relaxed: a late thief tries once more.
      const bool over = over_.load(sync::relaxed<"stress.theft.leave">);
      // Relaxed: as in own_all.
      auto& victim = *deques_[current_.load(sync::relaxed<"stress.theft.current">)];
      if (victim.size_hint() > plan_.elements) ++impossible_hints_[thread].count;
      const auto stolen = victim.get_thief().steal();
      if (stolen.got()) book_.obtain(thread, stolen.element);
      else if (stolen.outcome == steal_outcome::lost) ++losses_[thread].count;
      else if (over) return;
    }
  }

  // Between a thief's look at top and its lost claim somebody else has claimed, and no claim beats it twice.
  void expect_losses_are_right() const {
    std::size_t claims = 0;
    for (unsigned thread = 0; thread <= plan_.thieves; ++thread) claims += book_.obtained_by(thread);
    for (unsigned thief = 1; thief <= plan_.thieves; ++thief) {
      EXPECT_LE(losses_[thief].count, claims - book_.obtained_by(thief)) << "thief " << thief << " lost to nobody";
    }
  }

 public:
  [[nodiscard]] std::size_t failed_growths() const noexcept {
    return failed_growths_;
  }

 private:
  const theft_plan plan_;
  sync::random choices_;
  ledger book_;
  std::vector<own_count> losses_;
  std::vector<own_count> impossible_hints_;
  std::vector<std::unique_ptr<Deque>> deques_;
  std::size_t failed_growths_ = 0;
  bool gave_up_ = false;
  sync::atomic<std::size_t> current_{0};
  sync::atomic<bool> over_{false};
};

}  // namespace wyn::stress
