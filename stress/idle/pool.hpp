// pool: workers on the idle protocol, fed from outside through the simplest queue.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/idle.hpp"

namespace wyn::stress {

/// A queue that takes each place once.
class feed {
 public:
  explicit feed(std::size_t places) : places_(std::make_unique<place[]>(places + 1)) {}

  /// False: closed.
  [[nodiscard]] bool push(const record* task) noexcept {
    std::uint64_t tail = tail_.load(sync::relaxed<"stress.feed.tail">);
    do {
      if ((tail & closed_mark) != 0) return false;
    } while (!tail_.compare_exchange_weak(tail, tail + 1, sync::relaxed<"stress.feed.reserve">,
                                          sync::relaxed<"stress.feed.reserve_again">));
    places_[tail].task.store(task, sync::release<"stress.feed.publish">);
    return true;
  }

  [[nodiscard]] const record* pop() noexcept {
    std::uint64_t head = head_.load(sync::relaxed<"stress.feed.head">);
    for (;;) {
      const record* const task = places_[head].task.load(sync::acquire<"stress.feed.look">);
      if (task == nullptr) return nullptr;
      if (head_.compare_exchange_weak(head, head + 1, sync::relaxed<"stress.feed.claim">,
                                      sync::relaxed<"stress.feed.claim_again">)) {
        return task;
      }
    }
  }

  void close() noexcept { tail_.fetch_add(closed_mark, sync::relaxed<"stress.feed.close">); }

  // What idle asks. There are no want flags: every push notifies.
  void want() noexcept {}
  [[nodiscard]] bool quiet() noexcept {
    const std::uint64_t head = head_.load(sync::relaxed<"stress.feed.quiet_head">);
    return head == (tail_.load(sync::relaxed<"stress.feed.quiet_tail">) & ~closed_mark);
  }

 private:
  static constexpr std::uint64_t closed_mark = std::uint64_t{1} << 63;
  struct place {
    sync::atomic<const record*> task{nullptr};
  };
  std::unique_ptr<place[]> places_;
  alignas(64) sync::atomic<std::uint64_t> head_{0};
  alignas(64) sync::atomic<std::uint64_t> tail_{0};
};

/// Workers and publishers; publisher i is thread workers + i to the ledger, and takes back what was refused.
class pool {
 public:
  pool(unsigned workers, unsigned publishers, std::size_t tasks, std::uint64_t salt)
      : workers_(workers), book_(workers + publishers, tasks, salt), feed_(tasks), idle_(workers) {
    for (unsigned i = 0; i < workers; ++i) entered_ &= idle_.enter();
  }

  [[nodiscard]] unsigned workers() const noexcept { return workers_; }
  [[nodiscard]] idle& watched() noexcept { return idle_; }
  [[nodiscard]] std::uint64_t wakes() const noexcept { return wakes_.load(sync::relaxed<"stress.pool.wakes">); }
  [[nodiscard]] std::uint64_t runs() const noexcept { return runs_.load(sync::acquire<"stress.pool.runs">); }

  /// False: refused, and the caller's again.
  bool publish(unsigned publisher, std::size_t id) {
    const record* const task = book_.make(id);
    if (!feed_.push(task)) {
      book_.obtain(workers_ + publisher, task);
      return false;
    }
    count(idle_.notify());
    return true;
  }

  void close() {
    feed_.close();
    count(idle_.close());
  }

  /// A worker's life.
  void work(unsigned self) {
    for (const record* task = get(self); task != nullptr; task = get(self)) {
      book_.obtain(self, task);
      runs_.fetch_add(1, sync::release<"stress.pool.run">);
    }
  }

  void wait_until_all_sleep() const noexcept {
    while (idle_.census().awake != 0) ::sched_yield();
  }

  /// After all have ended.
  void expect_all_done() const {
    EXPECT_TRUE(entered_);
    book_.expect_exactly_once();
  }

 private:
  const record* get(unsigned self) {
    if (const record* const task = feed_.pop()) return task;
    idle_.begin_search();
    for (;;) {
      if (const record* const task = feed_.pop()) {
        count(idle_.end_search(feed_));
        return task;
      }
      if (idle_.sleep(self, feed_) == rest::ended) return nullptr;
    }
  }

  void count(std::size_t woken) noexcept { wakes_.fetch_add(woken, sync::relaxed<"stress.pool.wake">); }

  const unsigned workers_;
  bool entered_ = true;
  ledger book_;
  feed feed_;
  idle idle_;
  sync::atomic<std::uint64_t> wakes_{0};
  sync::atomic<std::uint64_t> runs_{0};
};

}  // namespace wyn::stress
