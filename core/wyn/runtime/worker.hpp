// worker: a thread's seat in a scheduler. It owns a queue, finds tasks, runs them, and waits without running strangers.
//
// A scheduler's own threads run `work`; a thread of the program that attached itself runs tasks only while it waits or
// yields. What decides is here and in worker_search.cpp and worker_wait.cpp; what is shared is in wyn/lockfree.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>

#include "wyn/lockfree/idle.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/lockfree/split_deque.hpp"
#include "wyn/runtime/haul.hpp"
#include "wyn/runtime/inbox.hpp"
#include "wyn/runtime/listener.hpp"
#include "wyn/runtime/search_budget.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/random.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn::runtime {

class crew;
class fork_task;
class future_core;

using worker_queue = split_deque<task*, sync::queue_capacity>;

/// What a worker counts of itself; any thread may read it.
struct worker_counters {
  hint<std::uint64_t> spawned;           // tasks made by its thread, without forks
  hint<std::uint64_t> run;               // tasks that ended here, and forks taken from another worker
  hint<std::uint64_t> cancelled;         // tasks that ended without running
  hint<std::uint64_t> stolen;            // tasks and forks taken from other workers
  hint<std::uint64_t> batches;           // steals that took them
  hint<std::uint64_t> parks;             // times it announced a sleep; the last look may have found something
  hint<std::uint64_t> wakes;             // sleepers that it woke
  hint<std::uint64_t> inlined;           // forks and tasks that ran at once, since no queue had room
  hint<std::uint64_t> spilled;           // tasks that went to the inbox, since the queue was full
  hint<std::uint64_t> exposures;         // interrupts that it asked for
  hint<std::uint64_t> wakes_in_handler;  // as wakes, by its handler of interrupts, which may interrupt a count
};

class worker {
 public:
  worker(crew& of, unsigned slot);
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  ~worker() = default;

  /// The calling thread's seat; nullptr: it has none.
  [[nodiscard]] static worker* current() noexcept { return sync::per_thread<worker, worker*>(); }

  /// The calling thread takes the seat, or leaves it: its queue goes to the inbox then.
  void sit_down();
  void stand_up() noexcept;

  /// The loop of a scheduler's own thread. Returns when the scheduler has drained.
  void work() noexcept;

  [[nodiscard]] crew& team() const noexcept { return crew_; }
  [[nodiscard]] unsigned slot() const noexcept { return slot_; }
  [[nodiscard]] inline parker& own_parker() noexcept;  // crew.hpp
  [[nodiscard]] const strand& current_strand() const noexcept { return *strand_; }
  [[nodiscard]] bool runs_something() const noexcept { return strand_ != &bottom_; }
  /// The groups that its thread made on this seat, for the check that none is left behind. Its thread only.
  [[nodiscard]] unsigned& groups() noexcept { return groups_; }
  [[nodiscard]] worker_counters& counters() noexcept { return counters_; }
  /// Tasks that its thread has made or run. Any thread.
  [[nodiscard]] std::uint64_t progress() const noexcept { return counters_.spawned.get() + counters_.run.get(); }

  // Forks; the inlined ones are in fork.hpp. What is rare is one call each, so that a fork keeps next to nothing in
  // registers for it.
  /// False: no room, nothing was done.
  [[nodiscard, gnu::always_inline]] inline bool offer(fork_task& child) noexcept;
  /// Ends a fork. True: it came back unrun, and the caller runs it. False: it ran elsewhere. Throws what it threw; in the
  /// child of a fork(2) scheduler_forked.
  [[nodiscard, gnu::always_inline]] inline bool join(fork_task& child);
  /// Takes the fork back, or waits for it and drops what it threw.
  void withdraw(fork_task& child) noexcept;

  // Spawned tasks.
  /// Into the queue, else into the inbox, else it runs at once.
  void push(task& spawned) noexcept;
  /// Waits for the group; the completion is done on return.
  void wait(group_core& group) noexcept;
  /// Waits for the future, whose value tasks of these chains make; it is ready on return.
  void wait(future_core& future, std::span<const family_id> chains) noexcept;
  /// The same until `deadline`, and as long as a task runs that it has begun then. True: it is ready.
  bool wait_until(sync::time_point deadline, future_core& future, std::span<const family_id> chains) noexcept;
  /// The thread is about to sleep elsewhere than in its scheduler: others get all that it has.
  void before_sleep() noexcept;
  /// Runs the oldest queued task, if there is one and the nesting allows it. True if it did.
  bool yield() noexcept;

  // The ends of tasks, called by these.
  void finished(group_core* group) noexcept;
  void cancelled(group_core* group) noexcept;
  void failed(std::exception_ptr&& thrown, group_core* group, spawn_location where) noexcept;
  /// The running task may be freed from now on: what its thread does before the end of the task runs for nobody. All that it
  /// has forked and waited for is over, so nobody else reads the strand.
  void forget_running() noexcept { strand_->running = nullptr; }

  // Seen by others.
  [[nodiscard]] worker_queue& queue() noexcept { return queue_; }
  /// Interrupts this worker unless somebody did; true if the caller was the one.
  bool ask_to_expose() noexcept;
  [[nodiscard]] bool asked_to_expose() const noexcept;

 private:
  static constexpr unsigned nesting_limit = 64;

  static void on_interrupt(void* self) noexcept;

  [[nodiscard, gnu::noinline, gnu::cold]] bool finish_offer(fork_task& child, push_begun begun) noexcept;
  [[nodiscard, gnu::noinline, gnu::cold]] bool finish_join(fork_task& child, take_begun begun);
  [[nodiscard]] bool take_back(fork_task& child, take_begun begun) noexcept;
  void execute(task& found) noexcept;
  // In the child of a fork no thread has a seat that the parent gave it.
  [[nodiscard]] bool was_left_by_fork() const noexcept { return current() != this; }
  [[noreturn, gnu::noinline, gnu::cold]] static void give_up_in_child() noexcept;
  void execute_between(task& found) noexcept;
  void count_off() noexcept;
  void settle() noexcept;
  void announce() noexcept;
  template <typename Predicate>
  task* take_from_below(Predicate wanted, std::uint32_t at_most = sync::queue_capacity) noexcept;

  // worker_search.cpp: what the loop runs next.
  task* next() noexcept;
  void look_into_the_inbox_after(std::uint32_t ticks) noexcept;
  task* end_haul() noexcept;
  void weigh_haul() noexcept;
  [[nodiscard]] haul::progress haul_progress() const noexcept;
  void note_haul(const worker& robbed, std::size_t count) noexcept;
  [[nodiscard]] const worker* robbed_by_opening(const bundle& taken) const noexcept;
  task* search() noexcept;
  [[nodiscard]] rest sleep() noexcept;
  task* look_around() noexcept;
  task* from_inbox(std::size_t at_most) noexcept;
  task* from_victims(const worker* but = nullptr) noexcept;
  task* from(worker& victim) noexcept;
  void tell_group(const task& kept) const noexcept;
  [[nodiscard]] bool keep(task& found) noexcept;
  task* keep_rest(std::span<task* const> found) noexcept;
  task* open(std::span<const marked_task> taken) noexcept;
  task& unpack(marked_task taken) noexcept;
  void ask_victims_to_expose() noexcept;

  // worker_wait.cpp: what a waiter runs.
  template <typename Until>
  void await(Until until) noexcept;
  enum class depth { oldest, all };  // how far it looks into another's queue
  task* find(const awaited& what, bool own_too) noexcept;
  task* look(const awaited& what) noexcept;
  task* find_longest_waiting(const awaited& what) noexcept;
  task* find_in_expected_inbox(const awaited& what) noexcept;
  task* find_with_expected(const awaited& what) noexcept;
  task* find_in_own_queue(const awaited& what) noexcept;
  task* find_below(task& newest, const awaited& what) noexcept;
  task* find_in_inbox(const awaited& what) noexcept;
  task* find_with_victims(const awaited& what, depth how) noexcept;
  task* find_with(worker& victim, const awaited& what, depth how) noexcept;
  void spill_older_half() noexcept;
  void spill(task& spawned) noexcept;
  void run_inline(task& queued_nowhere) noexcept;
  void keep_stuck(marked_task found) noexcept;
  void put_back_stuck() noexcept;
  void put_back(task& stranger) noexcept;
  void put_back(marked_task strangers) noexcept;
  [[nodiscard]] bool to_inbox(marked_task strangers) noexcept;
  task* oldest_own() noexcept;
  task* oldest_since(std::uint32_t index) noexcept;

  worker_queue queue_;
  strand* strand_;
  strand bottom_;
  crew& crew_;
  const unsigned slot_;
  unsigned nesting_ = 0;  // of tasks run by yield
  unsigned groups_ = 0;
  std::uint32_t tick_ = 0;
  std::uint32_t looked_at_ = 0;                  // the tick at which it last looked into the inbox, and how many
  std::uint32_t inbox_wait_ = sync::inbox_tick;  // of them later it looks again
  group_core* held_group_ = nullptr;             // whose children are not counted off yet
  std::int64_t held_ = 0;
  sync::random choices_;
  search_budget budget_;
  inbox::consumer from_inbox_;
  wake_listener own_wake_;
  worker_counters counters_;
  exposure_request request_;
  hint<std::uint64_t> interruptible_;  // the thread on this seat; 0: nobody
  // Behind what a worker needs between its wake and its task.
  haul haul_;
  const worker* robbed_ = nullptr;  // whose progress the haul is weighed by
  // Without memory: what the last look before a sleep found and could queue nowhere. None begins while some are left, and it
  // ends with the first of them: they are what one search of the inbox took, with one bundle opened.
  bool in_last_look_ = false;
  std::size_t stuck_count_ = 0;
  std::array<marked_task, 2 * (sync::grab_at_most + bundle::most)> stuck_{};
};

// While it looks, nothing of its queue is public, and whoever goes to sleep meanwhile has missed what stays.
template <typename Predicate>
task* worker::take_from_below(Predicate wanted, std::uint32_t at_most) noexcept {
  task* const found = queue_.get_owner().take_if(wanted, at_most);
  if (queue_.size_hint() != 0) announce();
  return found;
}

}  // namespace wyn::runtime
