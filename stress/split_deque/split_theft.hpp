// split_theft: one owner and some thieves on a split deque.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/split_deque.hpp"
#include "wyn/sync/interrupt.hpp"

namespace wyn::stress {

struct split_theft_plan {
  std::uint32_t first_index = 0;
  unsigned thieves = 1;
  std::size_t elements = 2000;
  // The owner pushes 1 to `burst` elements, then takes up to `takes_per_push` times as many, and so on.
  std::uint32_t burst = 1;
  std::uint32_t takes_per_push = 2;
  std::uint32_t at_most = 1;  // elements per steal, up to 8
  bool interrupts = false;    // a thief that finds nothing interrupts the owner, which exposes
  bool stalls = false;        // the owner interrupts the first thief, which then stands still for a while
};

/// How often the uncommon happened.
struct split_theft_counts {
  std::uint64_t full = 0;  // the owner kept the element for itself
  std::uint64_t published = 0;
  std::uint64_t exposed = 0;  // handlers that published something
  std::uint64_t put_off = 0;  // handlers that did not: nothing private, or busy
};

template <std::uint32_t Capacity>
class split_theft {
 public:
  split_theft(const split_theft_plan& plan, sync::random& choices)
      : plan_(plan),
        choices_(choices.next()),
        book_(plan.thieves + 1, plan.elements, choices.next()),
        queue_(std::make_unique<queue>(split_deque_options{plan.first_index})) {}

  split_theft_counts run() {
    self_ = sync::accept_interrupts(expose, this);
    run_together(plan_.thieves, [this](unsigned thread) { thread == 0 ? own() : steal_until_over(thread); });
    sync::refuse_interrupts();
    book_.expect_exactly_once();
    EXPECT_EQ(queue_->size_hint(), 0U) << "the owner found nothing, yet something is left";
    return counts_;
  }

 private:
  using queue = split_deque<record*, Capacity>;

  static void expose(void* self) {
    auto& theft = *static_cast<split_theft*>(self);
    ++(theft.queue_->get_owner().expose() > 0 ? theft.counts_.exposed : theft.counts_.put_off);
  }

  static void stand_still(void*) {
    for (int i = 0; i < 200; ++i) ::sched_yield();
  }

  void own() {
    std::size_t next = 0;
    while (next < plan_.elements) {
      const std::size_t burst = std::min<std::size_t>(1 + choices_.below(plan_.burst), plan_.elements - next);
      for (std::size_t i = 0; i < burst; ++i) push(book_.make(next++));
      const auto takes_at_most = static_cast<std::uint32_t>(burst) * plan_.takes_per_push;
      for (std::uint32_t takes = choices_.below(takes_at_most + 1); takes > 0; --takes) take();
      if (choices_.below(16) == 0) act_uncommonly();
    }
    while (take()) {
    }
    // Relaxed: whatever is left for the thieves is empty.
    over_.store(true, sync::relaxed<"stress.split_theft.over">);
  }

  void act_uncommonly() {
    switch (choices_.below(4)) {
      case 0: take_every_third(); break;
      case 1: static_cast<void>(queue_->get_owner().expose()); break;
      case 2: ::sched_yield(); break;
      default:
        if (plan_.stalls) sync::interrupt({stalling_.load(sync::relaxed<"stress.split_theft.stall">)});
    }
  }

  void push(record* element) {
    last_ = element;
    switch (queue_->get_owner().push(element, index_)) {
      case split_push::pushed: return;
      case split_push::published: ++counts_.published; return;
      case split_push::full: ++counts_.full; book_.obtain(0, element);
    }
  }

  bool take() {
    if (last_ != nullptr && choices_.below(4) == 0) return take_newest();
    record* const element = queue_->get_owner().take();
    if (element != nullptr) book_.obtain(0, element);
    return element != nullptr;
  }

  // What was pushed last may have been taken or stolen since.
  bool take_newest() {
    record* const expected = std::exchange(last_, nullptr);
    EXPECT_FALSE(queue_->get_owner().take_newest(&never_pushed_, index_));
    if (queue_->get_owner().take_newest(expected, index_)) book_.obtain(0, expected);
    return true;
  }

  void take_every_third() {
    const std::uint32_t next = queue_->get_owner().next_index();
    record* const element = queue_->get_owner().take_if([](const record* one) { return one->id % 3 == 0; });
    if (element == nullptr) return;
    EXPECT_EQ(queue_->get_owner().next_index(), next - 1);
    EXPECT_EQ(element->id % 3, 0U);
    book_.obtain(0, element);
  }

  void steal_until_over(unsigned thread) {
    if (plan_.stalls && thread == 1) {
      const auto self = sync::accept_interrupts(stand_still, nullptr);
      // Relaxed: only a number.
      stalling_.store(self.number, sync::relaxed<"stress.split_theft.stalling">);
    }
    record* elements[8];
    for (;;) {
      // Relaxed: a late thief tries once more.
      const bool over = over_.load(sync::relaxed<"stress.split_theft.leave">);
      const split_steal stolen = queue_->get_thief().steal(elements, plan_.at_most);
      for (std::uint32_t i = 0; i < stolen.count; ++i) book_.obtain(thread, elements[i]);
      if (stolen.what != split_steal::outcome::empty) continue;
      if (over) break;
      if (plan_.interrupts && queue_->has_private()) sync::interrupt(self_);
      if (plan_.thieves > 8) ::sched_yield();
    }
    if (plan_.stalls && thread == 1) sync::refuse_interrupts();
  }

  const split_theft_plan plan_;
  sync::random choices_;
  ledger book_;
  std::unique_ptr<queue> queue_;
  record* last_ = nullptr;
  std::uint32_t index_ = 0;  // where it was pushed
  record never_pushed_{};
  sync::interruptible self_{};
  split_theft_counts counts_;
  sync::atomic<bool> over_{false};
  sync::atomic<std::uint64_t> stalling_{0};
};

}  // namespace wyn::stress
