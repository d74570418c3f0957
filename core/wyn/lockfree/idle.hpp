// idle: who of a scheduler's threads may sleep, and who is woken. It knows queues by what they answer, and tasks not
// at all. States, step lists and the proof are in idle.md; the names of its events are the names of the sites here.
//
//   worker without work: begin_search -> end_search (found some), or -> sleep (found none) -> woken: searching again
//   thread in a wait:    wait -> woken: searching for its own group again
//   who publishes:       push, then notify
//
// A queue's push that finds the queue's want flag set, a push into the injector, a handler that exposes private work and
// close() call notify. Woken threads search. Checked by models/idle, property_tests/idle, stress/idle and `gate idle`.
//
// Field rights
//   census_    awake and searching threads: changed by each thread for itself, and by a waker for whom it wakes
//   asleep_    slots of workers that sleep or are about to: set by its own thread, cleared by it or by a waker
//   waiting_   the same of threads that wait for a group
//   phase_     open -> closed by close(), closed -> ended by the last worker that goes to sleep
//   seats_     one parker per slot: parked on by its thread only, unparked by any
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "wyn/lockfree/fixed_array.hpp"
#include "wyn/lockfree/idle_slots.hpp"
#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/ghost.hpp"

namespace wyn {

/// What idle asks of the queues, the injector included. Neither throws.
///   want    sets the want flag of every queue where it is clear; if it set one, executes a heavy fence after. A
///           queue's owner clears its flag only in a push that publishes and then notifies.
///   quiet   true if, as far as the caller sees, every want flag is still set, and no queue and no injector has
///           anything that a worker could get or ask for. What the injector accepted before it was closed is seen by
///           whoever knows of the close.
template <typename Queues>
concept watched_queues = requires(Queues& queues) {
  queues.want();
  { queues.quiet() } -> std::same_as<bool>;
};

/// Why a worker is awake again.
enum class rest {
  woken,  // a notify chose it: what happened before that notify is visible
  found,  // it did not sleep: something was published or hidden while it announced itself
  ended,  // closed, everything is empty and nobody is awake: the worker leaves
};

struct until_woken {
  void operator()(parker& own) const noexcept { own.park(); }
};

class idle {
 public:
  static constexpr std::size_t no_slot = ~std::size_t{0};

  /// `slots`: how many threads at most enter at the same time, 1 to 2^31.
  /// Throws std::invalid_argument for another number (nobody could run anything), std::bad_alloc.
  explicit idle(std::size_t slots) : seats_(valid(slots)), asleep_(slots), waiting_(slots) {}
  idle(const idle&) = delete;
  idle& operator=(const idle&) = delete;

  [[nodiscard]] std::size_t slots() const noexcept { return seats_.size(); }

  /// The slot's parker, for whoever must wake its thread for a reason of its own (the end of a group). Lives as long
  /// as the idle object.
  [[nodiscard]] parker& parker_of(std::size_t slot) noexcept { return seats_[slot].sleep; }

  /// A thread counts as awake from now on; for a worker, before its thread starts. False, and nothing has happened,
  /// once the idle object is closed. Any thread; wait-free.
  [[nodiscard]] bool enter() noexcept {
    // Relaxed: ordered by the fence.
    census_.fetch_add(one_awake, sync::relaxed<"idle.enter.count">);
    // Of this count and the last sleeper's knowledge of the close, one is seen by the other.
    // pairs: idle.end.fence, idle.notify.fence
    // without: the last worker ends while a thread is entering that believes it was in time
    sync::fence(sync::seq_cst<"idle.enter.fence">);
    // Relaxed: ordered by the fence.
    if (phase_.load(sync::relaxed<"idle.enter.phase">) == open) return true;
    leave();
    return false;
  }

  /// The calling thread's count goes: it has entered, sleeps not, and its queue is empty. The result is how many
  /// threads were woken. Lock-free.
  std::size_t leave() noexcept {
    // Relaxed: ordered by notify's fence.
    [[maybe_unused]] const std::uint64_t before =
        census_.fetch_add(minus(one_awake), sync::relaxed<"idle.leave.count">);
    WYN_EXPECTS(awake(before) > 0, "idle.leave without enter");
    // Whoever counted this thread when it went to sleep, closed, did not declare the end.
    return awake(before) == 1 ? notify() : 0;
  }

  /// The calling worker looks for work from now on. It searches, and then calls end_search or sleep. Wait-free.
  void begin_search() noexcept {
    // Relaxed: a publisher that sees it relies on what ends the search.
    census_.fetch_add(one_searcher, sync::relaxed<"idle.begin_search.count">);
  }

  /// The calling worker has found work, and runs it next. The last searcher sees to it that what else was published
  /// meanwhile has a searcher. The result is how many threads were woken. Lock-free; no call of the kernel when all
  /// want flags are set and nothing is to be had, as after a single task.
  template <watched_queues Queues>
  std::size_t end_search(Queues& queues) noexcept {
    // Relaxed: ordered by the fence.
    [[maybe_unused]] const std::uint64_t before =
        census_.fetch_add(minus(one_searcher), sync::relaxed<"idle.end_search.count">);
    WYN_EXPECTS(searchers(before) > 0, "idle.end_search without begin_search");
    if (searchers(before) > 1) return 0;
    // Of this end and what a publisher published that saw the search, one is seen by the other.
    // pairs: idle.notify.fence
    // without: a publisher relies on a searcher that does not look any more, and its work waits while workers sleep
    sync::fence(sync::seq_cst<"idle.end_search.fence">);
    if (!asleep_.any() && !waiting_.any()) return 0;
    return look(queues) ? 0 : notify();
  }

  /// The calling worker, a searcher, has found nothing: it sleeps until it is chosen, unless there is something after
  /// all. It is a searcher again on return, unless the answer is `ended`. Blocking.
  template <watched_queues Queues>
  [[nodiscard]] rest sleep(std::size_t slot, Queues& queues) noexcept {
    WYN_EXPECTS(slot < slots(), "idle.sleep in slot %zu of %zu", slot, slots());
    asleep_.insert(slot);
    // Relaxed: ordered by the fence of look.
    [[maybe_unused]] const std::uint64_t before =
        census_.fetch_add(minus(one_searcher + one_awake), sync::relaxed<"idle.sleep.count">);
    WYN_EXPECTS(searchers(before) > 0 && awake(before) > 0, "idle.sleep without begin_search");
    if (look(queues) && may_sleep(queues)) {
      while (asleep_.contains(slot)) seats_[slot].sleep.park();
    }
    const bool chosen = !asleep_.remove(slot);
    // In the model: the count of its waker comes before its own.
    if (chosen) seats_[slot].counted.overwriting();
    // Relaxed: ordered by the fence. Who chose this thread has counted it.
    if (!chosen) census_.fetch_add(one_searcher + one_awake, sync::relaxed<"idle.sleep.withdraw">);
    // Whoever misses a task because this thread took it sees that this thread is awake.
    // pairs: idle.end.fence
    // without: the last sleeper declares the end while a task runs that may spawn
    sync::fence(sync::release<"idle.sleep.awake">);
    // Relaxed: who wakes everybody has written it before.
    if (phase_.load(sync::relaxed<"idle.sleep.phase">) == ended) return rest::ended;
    return chosen ? rest::woken : rest::found;
  }

  /// The calling thread waits, and runs only what its wait needs: it counts as awake, and is no searcher. Announces itself,
  /// calls `look` (a full search, which may put strangers back; true: there is something to do, or the wait is over), and if
  /// that is false sleeps until new work or an unpark of parker_of(slot). May return early: look again. Blocking.
  template <watched_queues Queues, std::predicate Look, std::invocable<parker&> Sleep = until_woken>
  void wait(std::size_t slot, Queues& queues, Look&& look_for_own, Sleep sleep = {}) {
    WYN_EXPECTS(slot < slots(), "idle.wait in slot %zu of %zu", slot, slots());
    waiting_.insert(slot);
    arm(queues);
    // Again behind the fence, as quiet does: what arm saw set, an owner may have cleared for another's sake.
    queues.want();
    const bool looked_enough = look_for_own();
    if (!looked_enough) sleep(seats_[slot].sleep);
    static_cast<void>(waiting_.remove(slot));
    // Whoever saw a flag that this thread set sleeps without a heavy fence of its own: it leaves the look to this thread, which
    // has not looked at all.
    if (looked_enough && (asleep_.any() || waiting_.any()) && !queues.quiet()) notify();
  }

  /// Something was published: wakes one sleeping worker, unless a worker is searching; where no worker sleeps, every
  /// waiting thread. The result is how many were woken. Any thread, a handler of interrupts included; lock-free.
  std::size_t notify() noexcept {
    const wake woken = wake_worker();
    if (woken != wake::nobody_sleeps) return woken == wake::one ? 1 : 0;
    return waiting_.claim_all([this](std::size_t slot) { seats_[slot].sleep.unpark(); });
  }

  /// A waiting thread has put a task back that is not of its group: as notify, but of the waiting threads only the
  /// one in slot `waiter` is woken, which waits for the task's group (no_slot: none does). Otherwise two waiting
  /// threads would wake each other for a task that neither may run. Lock-free.
  std::size_t notify_returned(std::size_t waiter) noexcept {
    const wake woken = wake_worker();
    if (woken != wake::nobody_sleeps) return woken == wake::one ? 1 : 0;
    if (waiter == no_slot || !waiting_.remove(waiter)) return 0;
    seats_[waiter].sleep.unpark();
    return 1;
  }

  /// The same for a task of which nobody knows who waits for it: all waiting threads are woken but the caller, in slot
  /// `own`, which does not need it. Lock-free.
  std::size_t notify_others(std::size_t own) noexcept {
    const wake woken = wake_worker();
    if (woken != wake::nobody_sleeps) return woken == wake::one ? 1 : 0;
    std::size_t woken_waits = 0;
    for (std::size_t slot = 0; slot < slots(); ++slot) {
      if (slot == own || !waiting_.remove(slot)) continue;
      seats_[slot].sleep.unpark();
      ++woken_waits;
    }
    return woken_waits;
  }

  /// Nothing comes from outside any more: the injector refuses already. The workers drain, and sleep answers `ended`
  /// once everything is empty and nobody is awake. Any thread, again too; lock-free.
  std::size_t close() noexcept {
    std::uint32_t found = open;
    // Makes visible whom this thread has woken before, and what the injector accepted before it refused.
    // pairs: idle.end.phase
    // without: as idle.end.phase
    static_cast<void>(phase_.compare_exchange_strong(found, closed, sync::release<"idle.close.phase">,
                                                     // Relaxed: closed already.
                                                     sync::relaxed<"idle.close.again">));
    return notify();
  }

  /// Threads awake and threads searching now: exact when nobody acts. Any thread; wait-free.
  struct count {
    std::size_t awake;
    std::size_t searching;
  };
  [[nodiscard]] count census() const noexcept {
    // Relaxed: a hint.
    const std::uint64_t now = census_.load(sync::relaxed<"idle.census.load">);
    return {awake(now), searchers(now)};
  }

 private:
  enum : std::uint32_t { open, closed, ended };
  enum class wake { somebody_searches, one, nobody_sleeps };

  static constexpr std::uint64_t one_searcher = 1;
  static constexpr std::uint64_t one_awake = std::uint64_t{1} << 32;
  static constexpr std::uint64_t minus(std::uint64_t amount) noexcept { return ~amount + 1; }
  static constexpr std::size_t searchers(std::uint64_t census) noexcept { return census % one_awake; }
  static constexpr std::size_t awake(std::uint64_t census) noexcept { return census / one_awake; }

  static std::size_t valid(std::size_t slots) {
    if (slots > 0 && slots <= std::size_t{1} << 31) return slots;
    throw std::invalid_argument("idle has 1 to 2^31 slots, not " + std::to_string(slots));
  }

  // Whether nobody needs waking, and whoever publishes from now on wakes somebody.
  template <watched_queues Queues>
  static bool look(Queues& queues) noexcept {
    arm(queues);
    return queues.quiet();
  }

  template <watched_queues Queues>
  static void arm(Queues& queues) noexcept {
    queues.want();
    // Of an announcement, and what is published by who sees no sleeper or relies on a searcher, one is seen by the other.
    // pairs: idle.notify.fence, idle.end.wake_fence
    // without: a thread parks beside work whose publisher has seen no sleeper
    sync::fence(sync::seq_cst<"idle.look.fence">);
  }

  // False if all is over, or if there is something to do after all. The caller has announced itself and looked.
  template <watched_queues Queues>
  [[nodiscard]] bool may_sleep(Queues& queues) noexcept {
    // Makes visible whom the closing thread has woken, and what the injector accepted before.
    // pairs: idle.close.phase
    // without: the end is declared beside a worker that was chosen, or an accepted task
    const std::uint32_t phase = phase_.load(sync::acquire<"idle.end.phase">);
    if (phase != closed) return phase == open;
    if (!queues.quiet()) return false;
    // What emptied the queues was done by threads that are counted below.
    // pairs: idle.sleep.awake, idle.enter.fence
    // without: the end is declared while a task runs that may spawn
    sync::fence(sync::seq_cst<"idle.end.fence">);
    // Relaxed: ordered by the fence.
    if (awake(census_.load(sync::relaxed<"idle.end.count">)) != 0) return true;
    end_for_all();
    return false;
  }

  void end_for_all() noexcept {
    // Relaxed: says that it is over, and nothing more.
    // waiver: who reads it by idle.end.phase leaves, and needs nothing of what came before
    phase_.store(ended, sync::relaxed<"idle.end.declare">);
    // Of the end and an announcement, one is seen by the other.
    // pairs: idle.look.fence
    // without: a worker announces itself, counts the leaving one as awake, and sleeps for ever
    sync::fence(sync::seq_cst<"idle.end.wake_fence">);
    asleep_.claim_all([this](std::size_t slot) { seats_[slot].sleep.unpark(); });
  }

  wake wake_worker() noexcept {
    for (;;) {
      // Of what was published before and an announcement or the end of a search, one is seen by the other.
      // pairs: idle.look.fence, idle.end_search.fence, idle.enter.fence
      // without: work is published beside a worker that parks, and nobody wakes it
      sync::fence(sync::seq_cst<"idle.notify.fence">);
      // Relaxed: ordered by the fence.
      std::uint64_t seen = census_.load(sync::relaxed<"idle.notify.census">);
      if (searchers(seen) != 0) return wake::somebody_searches;
      if (!asleep_.any()) return wake::nobody_sleeps;
      // Relaxed: the claim makes it visible to the chosen thread. One waker at a time: the others see its searcher.
      if (!census_.compare_exchange_weak(seen, seen + one_searcher + one_awake, sync::relaxed<"idle.notify.choose">,
                                         // Relaxed: looked at again.
                                         sync::relaxed<"idle.notify.choose_again">)) {
        continue;
      }
      const auto count_for = [this](std::size_t slot) { seats_[slot].counted.reading(); };
      if (const auto slot = asleep_.claim(count_for)) {
        seats_[*slot].counted.claimed();
        seats_[*slot].sleep.unpark();
        return wake::one;
      }
      // Nobody was left. A publisher may have relied on the searcher that there was not: look once more for it.
      // Relaxed: ordered by the fence.
      census_.fetch_add(minus(one_searcher + one_awake), sync::relaxed<"idle.notify.give_back">);
    }
  }

  static constexpr std::size_t cache_line = 64;
  struct alignas(cache_line) seat {
    parker sleep;
    [[no_unique_address]] sync::slot_ghost counted;  // its thread, by a waker
  };

  fixed_array<seat> seats_;
  alignas(cache_line) sync::atomic<std::uint64_t> census_{0};
  sync::atomic<std::uint32_t> phase_{open};
  idle_slots asleep_;
  idle_slots waiting_;
};

}  // namespace wyn
