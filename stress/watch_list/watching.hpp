// watching: threads whose waits another thread looks at, many times.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/watch_list.hpp"

namespace wyn::stress {

class watching {
 public:
  static constexpr unsigned waiters = 2;

  watching(std::size_t places, std::uint32_t rounds, std::uint64_t salt)
      : salt_(salt), rounds_(rounds), list_(places), told_(waiters * rounds) {}

  void run() {
    run_together(waiters, [this](unsigned thread) {
      if (thread != 0) wait(thread - 1);
      else look();
    });
    // Nobody is left: each place can be taken again.
    std::vector<place*> all;
    while (place* const one = list_.show([](wait_pair&) {})) all.push_back(one);
    EXPECT_FALSE(all.empty());
    for (place* const one : all) list_.end(one);
  }

 private:
  // Written by the waiter and read by the watcher; the second part says whether the first one is whole.
  struct wait_pair {
    std::uint32_t number = 0;
    std::uint32_t inverse = 0;
  };
  using place = watch_list<wait_pair>::place;

  void wait(unsigned waiter) {
    sync::random choices{salt_ + waiter};
    for (std::uint32_t round = 0; round < rounds_; ++round) {
      const std::uint32_t number = waiter * rounds_ + round;
      place* const where = list_.show([number](wait_pair& own) { own = {number, ~number}; });
      if (choices.below(4) == 0) sync::yield_this_thread();
      list_.end(where);
    }
    // Relaxed: only says how long to look.
    ended_.fetch_add(1, sync::relaxed<"stress.watching.over">);
  }

  void look() {
    // Relaxed: as above.
    while (ended_.load(sync::relaxed<"stress.watching.still">) != waiters) {
      list_.look([this](const wait_pair& one) {
        EXPECT_EQ(one.inverse, ~one.number) << "a wait is seen that is half written";
        sync::yield_this_thread();  // so that waits end meanwhile
        EXPECT_EQ(told_.at(one.number)++, 0U) << "wait " << one.number << " is seen after it was told";
        return true;
      });
      sync::yield_this_thread();
    }
  }

  const std::uint64_t salt_;
  const std::uint32_t rounds_;
  watch_list<wait_pair> list_;
  std::vector<std::uint8_t> told_;
  sync::atomic<unsigned> ended_{0};
};

}  // namespace wyn::stress
