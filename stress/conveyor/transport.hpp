// transport: threads that carry the records of a conveyor through a parallel and a serial stage, many times.
#pragma once

#include <sched.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/conveyor.hpp"

namespace wyn::stress {

class transport {
 public:
  static constexpr unsigned threads = 3;

  transport(std::size_t places, std::size_t items, std::uint64_t salt)
      : salt_(salt), items_(items), belt_(places, 2), at_(places), account_(threads, items, salt) {}

  void run() {
    run_together(threads - 1, [this](unsigned thread) {
      sync::random choices{salt_ + thread};
      std::vector<carried> own;
      if (thread == 0) own.push_back({0, source});
      while (!is_over()) {
        if (own.empty()) fetch_into(own);
        while (!own.empty()) {
          const carried next = own.back();
          own.pop_back();
          carry(thread, next, own, choices);
        }
      }
    });
    account_.expect_exactly_once();
    EXPECT_EQ(written_, items_) << "the serial stage did not get all items";
  }

 private:
  static constexpr std::size_t source = 0;
  static constexpr std::size_t sink = 1;
  struct carried {
    std::uint64_t item;
    std::size_t stage;
  };

  // As far as it gets. What follows it into a stage goes on here or with somebody else.
  void carry(unsigned thread, carried what, std::vector<carried>& own, sync::random& choices) {
    auto& [item, stage] = what;
    do {
      const std::size_t place = item % at_.size();
      if (stage == source) {
        if (item == items_) return;
        at_[place] = account_.make(item);
        if (belt_.leaves(source, item)) pass_on({item + 1, source}, own, choices);
        if (!belt_.comes_to(sink, item)) return;
      }
      EXPECT_EQ(account_.obtain(thread, at_[place]), written_++) << "the serial stage got an item out of order";
      if (belt_.leaves(sink, item)) pass_on({item + 1, sink}, own, choices);
      stage = source;
    } while (ends(item));
  }

  bool ends(std::uint64_t& item) {
    const bool next_is_here = belt_.ends(item);
    // Relaxed: only says when to stop.
    if (item + 1 == items_) over_.store(true, sync::relaxed<"stress.transport.over">);
    item += at_.size();
    return next_is_here;
  }

  // To whoever comes by, if there is room.
  void pass_on(carried what, std::vector<carried>& own, sync::random& choices) {
    if (choices.next() % 2 == 0) return own.push_back(what);
    std::uint64_t none = 0;
    // Relaxed: the value found is not used.
    if (!shared_[choices.below(boxes)].what.compare_exchange_strong(none, 1 + 2 * what.item + what.stage,
                                                                    sync::release<"stress.transport.pass_on">,
                                                                    sync::relaxed<"stress.transport.no_room">)) {
      own.push_back(what);
    }
  }
  void fetch_into(std::vector<carried>& own) {
    for (box& one : shared_) {
      const std::uint64_t found = one.what.exchange(0, sync::acquire<"stress.transport.fetch">);
      if (found != 0) own.push_back({(found - 1) / 2, (found - 1) % 2});
    }
    if (own.empty()) ::sched_yield();
  }
  bool is_over() {
    // Relaxed: as above.
    return over_.load(sync::relaxed<"stress.transport.is_over">);
  }

  const std::uint64_t salt_;
  const std::size_t items_;
  conveyor belt_;
  std::vector<const record*> at_;  // by place
  ledger account_;
  std::uint64_t written_ = 0;  // by the serial stage

  static constexpr unsigned boxes = 4;
  struct box {
    sync::atomic<std::uint64_t> what{0};
  };
  std::array<box, boxes> shared_;
  sync::atomic<bool> over_{false};
};

}  // namespace wyn::stress
