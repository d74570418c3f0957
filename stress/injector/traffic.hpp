// traffic: some producers and some consumers on an injector.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <new>
#include <optional>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/injector.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::stress {

struct traffic_plan {
  unsigned producers = 1;
  unsigned consumers = 1;
  std::size_t elements_each = 2000;  // per producer
  bool search = false;               // now and then, for an element that some producer tags by its number
  bool come_and_go = false;          // consumers are destroyed and made anew
  bool allocations_fail = false;     // now and then (checked builds)
  bool in_order = false;             // one consumer, no search: each producer's elements come out in order
};

template <std::uint32_t Cells>
class traffic {
  using subject = injector<record*, Cells>;

 public:
  traffic(const traffic_plan& plan, sync::random& choices)
      : plan_(plan),
        seed_(choices.next()),
        book_(plan.producers + plan.consumers, plan.producers * plan.elements_each, choices.next()) {}

  void run() {
    run_together(plan_.producers + plan_.consumers - 1, [this](unsigned thread) {
      sync::random choices{seed_ + thread};
      if (thread < plan_.producers) produce(thread, choices);
      else consume(thread, choices);
    });
    book_.expect_exactly_once();
    EXPECT_TRUE(subject_.empty()) << "all was consumed, and it does not say so";
    EXPECT_EQ(subject_.push(book_.make(0)), inject_outcome::closed);
  }

 private:
  void produce(unsigned thread, sync::random& choices) {
    std::size_t next = thread * plan_.elements_each;
    const std::size_t end = next + plan_.elements_each;
    while (next < end) {
      fail_now_and_then(choices);
      next += choices.below(3) == 0 ? push_some(next, end, choices) : push_one(next);
      if (choices.below(64) == 0) ::sched_yield();
    }
    if (finished_.fetch_add(1, sync::acq_rel<"stress.traffic.finish">) + 1 != plan_.producers) return;
    EXPECT_TRUE(subject_.close());
  }

  void fail_now_and_then([[maybe_unused]] sync::random& choices) {
#if defined(WYN_CHECKED)
    if (plan_.allocations_fail && choices.below(16) == 0) sync::fail_allocation_after(0);
#endif
  }

  std::size_t push_one(std::size_t id) {
    try {
      EXPECT_EQ(subject_.push(book_.make(id)), inject_outcome::pushed);
      return 1;
    } catch (const std::bad_alloc&) {
      return 0;
    }
  }

  std::size_t push_some(std::size_t first, std::size_t end, sync::random& choices) {
    std::vector<record*> some;
    for (std::size_t i = first; i < std::min<std::size_t>(end, first + 1 + choices.below(2 * Cells)); ++i) {
      some.push_back(book_.make(i));
    }
    const inject_result done = subject_.push_bulk(some);
    EXPECT_TRUE(done.outcome == inject_outcome::no_memory || done.count == some.size());
    return done.count;
  }

  void consume(unsigned thread, sync::random& choices) {
    std::optional<typename subject::consumer> mine;
    std::vector<std::uint64_t> last(plan_.producers, 0);
    for (;;) {
      if (!mine && !make(mine)) continue;
      const bool over = subject_.closed();
      if (plan_.search && choices.below(4) == 0) search(thread, *mine, choices);
      if (!grab(thread, *mine, choices, last) && over && subject_.empty()) return;
      if (plan_.come_and_go && choices.below(8) == 0) mine.reset();
    }
  }

  bool make(std::optional<typename subject::consumer>& made) {
    try {
      made.emplace(subject_);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  void search(unsigned thread, typename subject::consumer& mine, sync::random& choices) {
    // An address is a value like any other.
    const auto tag = choices.below(16) * sizeof(record);
    record* out[8];
    const std::size_t got = mine.take_if(out, 1 + choices.below(8), [tag](record* element) {
      return reinterpret_cast<std::uintptr_t>(element) % (16 * sizeof(record)) == tag;
    });
    for (std::size_t i = 0; i < got; ++i) book_.obtain(thread, out[i]);
  }

  bool grab(unsigned thread, typename subject::consumer& mine, sync::random& choices,
            std::vector<std::uint64_t>& last) {
    record* out[48];
    const grab_result done = mine.grab(out, 1 + choices.below(48));
    if (done.outcome == grab_outcome::empty) ::sched_yield();
    for (std::size_t i = 0; i < done.count; ++i) {
      const std::uint64_t id = book_.obtain(thread, out[i]);
      std::uint64_t& before = last[id / plan_.elements_each];
      if (plan_.in_order && id + 1 <= before) ADD_FAILURE() << "element " << id << " came out after " << before - 1;
      before = id + 1;
    }
    return done.outcome != grab_outcome::empty;
  }

  const traffic_plan plan_;
  const std::uint64_t seed_;
  ledger book_;
  subject subject_;
  sync::atomic<unsigned> finished_{0};
};

}  // namespace wyn::stress
