// short_lived: threads that adopt a pool, spawn, hand the pool back with tasks in flight, and end.
//
// Each lane runs one thread after the other. What a thread leaves in flight is run by the lane while later threads of
// all lanes adopt the pools, and checked by its id.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <new>
#include <vector>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/lockfree/task_outbox.hpp"

namespace wyn::stress {

class short_lived {
 public:
  static constexpr unsigned lanes = 4;
  static constexpr unsigned tasks_each = 24;

  explicit short_lived(pool_depot& depot) noexcept : depot_(depot) {
    for (unsigned lane = 0; lane < lanes; ++lane) lanes_[lane].next_id = std::uint64_t{lane} << 48;
  }

  /// Runs about `threads` threads in all, or as many as can be until `end`. Returns how many ran.
  std::uint64_t run(std::uint64_t threads, sync::time_point end) {
    run_together(lanes - 1, [&](unsigned lane) {
      while (ran_.fetch_add(1, sync::relaxed<"stress.short_lived.begin">) < threads && sync::now() < end) follow(lane);
      run_what_flies(lane);
    });
    return ran_.load(sync::relaxed<"stress.short_lived.ran">);
  }

 private:
  struct parcel {
    const short_lived* of;
    std::uint64_t id;
  };

  struct alignas(64) lane_state {
    std::vector<parcel*> flying;
    std::uint64_t first_id = 0;  // of what flies
    std::uint64_t next_id = 0;
  };

  // The next thread; when it has ended, what the one before it left is run, then its own is what flies.
  void follow(unsigned lane) {
    lane_state& state = lanes_[lane];
    std::vector<parcel*> left_before;
    left_before.swap(state.flying);
    const std::uint64_t first_before = state.first_id;
    state.first_id = state.next_id;
    const sync::thread next{[&] { spawn_and_leave(state); }};
    run_all(left_before, first_before);
  }

  void spawn_and_leave(lane_state& state) {
    task_pool& pool = depot_.adopt();
    for (unsigned i = 0; i < tasks_each; ++i) {
      pool.release(pool.allocate());
      state.flying.push_back(::new (pool.allocate()) parcel{this, state.next_id++});
    }
    depot_.hand_back(pool);
  }

  void run_what_flies(unsigned lane) {
    run_all(lanes_[lane].flying, lanes_[lane].first_id);
    lanes_[lane].flying.clear();
  }

  void run_all(const std::vector<parcel*>& left, std::uint64_t first) {
    task_outbox outbox;
    for (std::size_t i = 0; i < left.size(); ++i) {
      EXPECT_EQ(left[i]->of, this) << "a record in flight was handed out again";
      EXPECT_EQ(left[i]->id, first + i) << "a record in flight was handed out again";
      left[i]->~parcel();
      outbox.put(left[i]);
    }
    outbox.flush();
  }

  pool_depot& depot_;
  lane_state lanes_[lanes];
  sync::atomic<std::uint64_t> ran_{0};
};

}  // namespace wyn::stress
