// completion: how many children of a group are unfinished, and the wake of the one that waits for them.
//
//   owner: add_local, finish_local -> local_     others: add_shared, finish_shared -> shared_     owner: done, wait
//
// A group counts a child before it is spawned, and counts it off after it ran: plainly where the owner's thread does it,
// by one read-modify-write where another does, so either part alone may be negative. A child that ended by an exception
// leaves it in a first_exception before it is counted off. When the sum is zero the owner goes on, and may free the
// completion at once. Checked by models/completion, property_tests/completion, stress/completion and `gate completion`.
//
// Field rights
//   local_    the owner only
//   shared_   the count by any thread, by read-modify-writes only; the waiting bit by the owner only. A finish is
//             the finisher's last access to the completion
//   waiter_   written by the owner while no child is counted; read by finishers, before they count off
//
// Why a zero sum means that all is finished, whatever old value of shared_ the owner reads: whoever counts a child off
// does so after it was counted on, so the sum of the owner's part and any prefix of shared_'s changes is the number of
// children that are on and not off in it. A child that is in no such prefix was spawned by one that is not off yet.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

/// The counter of a task group. Its owner is the first thread that uses it as one; the others finish children and
/// spawn siblings. At most 2^62 - 1 unfinished children.
class completion {
 public:
  /// `waiter` is the owner's parker, and outlives every finisher.
  explicit completion(parker& waiter) noexcept : waiter_(&waiter) {}
  completion(const completion&) = delete;
  completion& operator=(const completion&) = delete;

  /// Counts `children` that the owner's thread is about to spawn. Owner only, not between begin_wait and end_wait;
  /// wait-free, plain memory.
  void add_local(std::int64_t children = 1) noexcept {
    expect_at_work("completion.add_local");
    local_.set(local_.get() + children);
  }

  /// Counts off `children` that ran on the owner's thread, whoever spawned them. As add_local.
  void finish_local(std::int64_t children = 1) noexcept {
    expect_at_work("completion.finish_local");
    local_.set(local_.get() - children);
  }

  /// Counts `children` about to be spawned. Any thread that keeps the group unfinished meanwhile: it runs a child that
  /// is not counted off yet, or the owner waits for it. Wait-free.
  void add_shared(std::int64_t children = 1) noexcept {
    // Relaxed: the child's spawn orders it before the child's finish, and the spawner's own finish comes after it.
    shared_.fetch_add(children * one_child, sync::relaxed<"completion.add.count">);
  }

  /// Counts off `children` that ran on this thread, and wakes the owner if it waits and they were the last. Any thread;
  /// wait-free. The completion may be gone when it returns. A batch is counted off before its thread sleeps.
  void finish_shared(std::int64_t children = 1) noexcept {
    parker* const waiter = waiter_.get();
    // Makes what the children did visible to the owner. The last access to the completion.
    // pairs: completion.done.count, completion.begin_wait.fold
    // without: the owner goes on and does not see what its children did
    const std::int64_t before = shared_.fetch_add(-children * one_child, sync::release<"completion.finish.count">);
    WYN_EXPECTS((before & waiting_bit) == 0 || children_in(before) >= children,
                "completion.finish_shared of %lld children, but %lld are counted", static_cast<long long>(children),
                static_cast<long long>(children_in(before)));
    if (before == children * one_child + waiting_bit) waiter->unpark();
  }

  /// Whether all children are finished; then what they did is visible. Owner only; wait-free.
  [[nodiscard]] bool done() noexcept {
    owner_.expect("completion.done");
    // pairs: completion.finish.count
    // without: as completion.finish.count
    return local_.get() + children_in(shared_.load(sync::acquire<"completion.done.count">)) == 0;
  }

  /// Asks for a wake through the owner's parker: true if the last finisher will unpark it, false if all children are
  /// finished and what they did is visible. After true the owner parks, then calls end_wait and looks again; if it sees
  /// done() it may free the completion instead, and a wake may still come. Owner only; wait-free.
  [[nodiscard]] bool begin_wait() noexcept {
    expect_at_work("completion.begin_wait");
    const std::int64_t folded = local_.get() * one_child + waiting_bit;
    local_.set(0);
    // One step, so that the last finisher sees the wish to be woken, or is seen to have finished.
    // pairs: completion.finish.count
    // without: as completion.finish.count
    const std::int64_t before = shared_.fetch_add(folded, sync::acquire<"completion.begin_wait.fold">);
    waiting_.set(true);
    if (children_in(before + folded) != 0) return true;
    end_wait();
    return false;
  }

  /// Takes the wish back, to look for work or to count plainly again. A wake may still come. Owner only, after
  /// begin_wait said true; wait-free.
  void end_wait() noexcept {
    owner_.expect("completion.end_wait");
    WYN_EXPECTS(waiting_.get(), "completion.end_wait without a begin_wait");
    waiting_.set(false);
    // Relaxed: the owner takes its own bit back; who sees it set meanwhile only wakes once too often.
    shared_.fetch_add(-waiting_bit, sync::relaxed<"completion.end_wait.bit">);
  }

  /// Makes the calling thread the owner, whose parker is `waiter`: another one than before only while no child is
  /// counted. After the former owner's last use; what orders the two threads is the caller's.
  void adopt(parker& waiter) noexcept {
    owner_.hand_over();
    if (&waiter == waiter_.get()) return;
    WYN_EXPECTS(done(), "completion.adopt with another parker while children are unfinished");
    waiter_.set(&waiter);
  }

 private:
  // shared_ is the count times two, and the waiting bit.
  static constexpr std::int64_t one_child = 2;
  static constexpr std::int64_t waiting_bit = 1;

  static constexpr std::int64_t children_in(std::int64_t shared) noexcept { return shared >> 1; }

  // The owner's part is folded into the other one while it waits, and must stay so.
  void expect_at_work(const char* operation) noexcept {
    owner_.expect(operation);
    WYN_EXPECTS(!waiting_.get(), "%s between begin_wait and end_wait", operation);
  }

  static constexpr std::size_t cache_line = 64;

  alignas(cache_line) sync::atomic<std::int64_t> shared_{0};
  sync::plain<parker*> waiter_;
  // Apart from what finishers use: the owner writes it at every spawn.
  alignas(cache_line) sync::plain<std::int64_t> local_{0};
  sync::plain<bool> waiting_{false};
  [[no_unique_address]] sync::ownership owner_;
};

}  // namespace wyn
