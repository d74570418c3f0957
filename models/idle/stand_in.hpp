// stand_in: the simplest queues that idle can watch, so that a search of the protocol is quick. A task is a bit.
//
// As with the queue that ships, a push is private and without a fence unless the want flag is set; then the older
// tasks are published and notify is called. The orders here are those that a payload needs, and none more.
#pragma once

#include <bit>
#include <cstdint>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/idle.hpp"

namespace wyn::models {

using task_set = std::uint64_t;
inline constexpr unsigned no_task = 64;

[[nodiscard]] inline task_set set_of(unsigned task) {
  return task_set{1} << task;
}

/// Takes the oldest task out of `from`.
[[nodiscard]] inline unsigned take_shared(sync::atomic<task_set>& from, task_set takeable) {
  task_set seen = from.load(sync::relaxed<"stand_in.take.look">);
  while ((seen & takeable) != 0) {
    const auto task = static_cast<unsigned>(std::countr_zero(seen & takeable));
    if (from.compare_exchange_strong(seen, seen & ~set_of(task), sync::acquire<"stand_in.take.claim">,
                                     sync::relaxed<"stand_in.take.again">)) {
      return task;
    }
  }
  return no_task;
}

/// A worker's queue.
class queue_stand_in {
 public:
  /// The caller's duty: notify, if the result is true. Owner only.
  [[nodiscard]] bool push(unsigned task) {
    own_ |= set_of(task);
    show_own();
    sync::light_fence(sync::seq_cst<"stand_in.push.fence">);
    return want_.load(sync::relaxed<"stand_in.push.want">) != 0 &&
           expose(std::has_single_bit(own_) ? own_ : own_ & (~own_ + 1));
  }

  /// Publishes what is private, or these tasks of it. Owner only, its handler of interrupts included.
  bool expose(task_set tasks = ~task_set{0}) {
    tasks &= own_;
    own_ &= ~tasks;                // before the first step, at which a handler may run
    if (tasks == 0) return false;  // and the flag stays set: nobody is notified
    want_.store(0, sync::relaxed<"stand_in.expose.want">);
    shared_.fetch_add(tasks, sync::release<"stand_in.expose.publish">);
    show_own();
    return true;
  }

  /// Owner only.
  [[nodiscard]] unsigned take() {
    if (own_ == 0) return steal();
    const auto task = static_cast<unsigned>(std::bit_width(own_)) - 1;
    own_ &= ~set_of(task);
    show_own();
    return task;
  }

  [[nodiscard]] unsigned steal() { return take_shared(shared_, ~task_set{0}); }

  /// Sets the want flag; true if it was clear.
  bool want() {
    if (want_.load(sync::relaxed<"stand_in.want.look">) != 0) return false;
    want_.store(1, sync::relaxed<"stand_in.want.set">);
    return true;
  }

  static void settle_wants() { sync::heavy_fence(sync::seq_cst<"stand_in.want.settle">); }

  [[nodiscard]] bool has_private() const { return private_.load(sync::relaxed<"stand_in.has_private.look">) != 0; }
  [[nodiscard]] bool quiet() const {
    return want_.load(sync::relaxed<"stand_in.quiet.want">) != 0 && !has_private() &&
           shared_.load(sync::relaxed<"stand_in.quiet.shared">) == 0;
  }

 private:
  // A handler may change own_ at the step before the store.
  void show_own() {
    task_set shown;
    do {
      shown = own_;
      private_.store(shown, sync::relaxed<"stand_in.show_own.set">);
    } while (shown != own_);
  }

  task_set own_ = 0;  // the owner's
  sync::atomic<task_set> private_{0};
  sync::atomic<task_set> shared_{0};
  sync::atomic<std::uint32_t> want_{0};
};

/// The injector.
class injector_stand_in {
 public:
  /// False: closed. The caller's duty: notify, if true.
  [[nodiscard]] bool push(unsigned task) {
    task_set seen = tasks_.load(sync::relaxed<"stand_in.inject.look">);
    do {
      if ((seen & closed_mark) != 0) return false;
    } while (!tasks_.compare_exchange_strong(seen, seen | set_of(task), sync::release<"stand_in.inject.push">,
                                             sync::relaxed<"stand_in.inject.again">));
    return true;
  }

  [[nodiscard]] unsigned pop() { return take_shared(tasks_, ~closed_mark); }

  /// Push and close at once.
  void push_last(unsigned task) {
    tasks_.fetch_add(set_of(task) | closed_mark, sync::release<"stand_in.inject.push_last">);
  }

  void close() { tasks_.fetch_add(closed_mark, sync::relaxed<"stand_in.inject.close">); }

  [[nodiscard]] bool quiet() const { return (tasks_.load(sync::relaxed<"stand_in.inject.quiet">) & ~closed_mark) == 0; }

 private:
  static constexpr task_set closed_mark = task_set{1} << 63;
  sync::atomic<task_set> tasks_{0};
};

}  // namespace wyn::models
