// scenario: everything that makes tasks, once, with an account of each. What is refused, the account must not have.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "stress/scheduler/accounts.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/algorithms/parallel_pipeline.hpp"
#include "wyn/future.hpp"
#include "wyn/task_group.hpp"
#include "wyn/when_all.hpp"
#include "wyn/when_any.hpp"

namespace wyn::stress {

class scenario {
 public:
  /// Plays it in a scheduler of its own, and checks the account. How many std::bad_alloc the calls reported; at least one
  /// if the scheduler itself was refused.
  unsigned play() {
    try {
      scheduler workers({.workers = 2});
      from_outside(workers);
      attached(workers);
    } catch (const std::bad_alloc&) {
      ++refused_;
    }
    for (const part& one : parts_) check(one);
    return refused_;
  }

 private:
  // Tasks that were accepted one by one, or all or none of them known to have run.
  struct part {
    std::size_t first;
    std::size_t count;
    bool ended;
  };
  static constexpr std::size_t many = 5000;  // more than a worker's queue holds

  template <typename Call>
  bool unless_refused(Call call) {
    try {
      call();
      return true;
    } catch (const std::bad_alloc&) {
      ++refused_;
      return false;
    }
  }
  // Tasks with the numbers from `first` on: `run(id)` says that one ran.
  template <typename Make>
  void each_of(std::size_t count, Make make) {
    const std::size_t first = next_;
    next_ += count;
    for (std::size_t id = first; id < next_; ++id) {
      const bool accepted = unless_refused([&] { make(id); });
      parts_.push_back({id, 1, accepted});
    }
  }
  // A call for so many numbers that ends with all of them run, or throws.
  template <typename Call>
  void all_of(std::size_t count, Call call) {
    const std::size_t first = next_;
    next_ += count;
    const bool ended = unless_refused([&] { call(first); });
    parts_.push_back({first, count, ended});
  }
  void check(const part& one) const {
    for (std::size_t id = one.first; id < one.first + one.count; ++id) {
      if (one.ended) EXPECT_EQ(book_.times(id), 1U) << "task " << id << " was accepted";
      else if (one.count == 1) EXPECT_EQ(book_.times(id), 0U) << "task " << id << " was refused";
      else EXPECT_LE(book_.times(id), 1U) << "task " << id;
    }
  }
  auto marks(std::size_t id) {
    return [this, id] { book_.ran(id); };
  }

  // By a thread that is no worker.
  void from_outside(scheduler& workers) {
    each_of(20, [&](std::size_t id) { workers.spawn(marks(id)); });
    each_of(2, [&](std::size_t id) {
      workers.spawn([this, id, ballast = std::array<char, 3000>{}] {
        static_cast<void>(ballast);
        book_.ran(id);
      });
    });
    futures(workers);
    all_of(64, [&](std::size_t first) {
      parallel_for(workers, first, first + 64, [this](std::size_t id) { book_.ran(id); }, {8});
    });
  }

  void futures(scheduler& workers) {
    std::vector<future<void>> made;
    each_of(4, [&](std::size_t id) { made.push_back(async(workers, marks(id))); });
    // A future that is refused a successor is as it was.
    each_of(made.empty() ? 0 : 1, [&](std::size_t id) { made.back() = made.back().then(marks(id)); });
    std::optional<future<std::vector<future<void>>>> all;
    unless_refused([&] { all = when_all(workers, std::move(made)); });
    if (!all) unless_refused([&] { static_cast<void>(when_any(workers, std::move(made)).get()); });
    else unless_refused([&] { made = all->get(); });
    for (future<void>& one : made) {
      if (one.valid()) unless_refused([&] { one.get(); });
    }
  }

  void attached(scheduler& workers) {
    unless_refused([&] {
      const auto here = workers.attach();
      groups(workers);
      all_of(30, [&](std::size_t first) { pipeline(workers, first); });
    });
  }

  void groups(scheduler& workers) {
    task_group group(workers);
    each_of(10, [&](std::size_t id) { group.spawn(marks(id)); });
    each_of(1, [&](std::size_t id) {
      group.spawn([this, id, ballast = std::array<char, 500>{}] {
        static_cast<void>(ballast);
        book_.ran(id);
      });
    });
    each_of(many, [&](std::size_t id) { group.spawn(marks(id)); });
    group.wait();
  }

  void pipeline(scheduler& workers, std::size_t first) {
    std::size_t next = first;
    parallel_pipeline(
        workers, {.tokens = 4},
        [&]() -> std::optional<std::size_t> {
          if (next == first + 30) return std::nullopt;
          return next++;
        },
        parallel_stage([](std::size_t id) { return id; }), serial_stage([this](std::size_t id) { book_.ran(id); }));
  }

  accounts book_{8 * many};
  std::size_t next_ = 0;
  std::vector<part> parts_;
  unsigned refused_ = 0;
};

}  // namespace wyn::stress
