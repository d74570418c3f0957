// crew: a scheduler's workers and what they share: the inbox, who sleeps, and how it ends. It starts no thread, so the
// model runs it as it ships; scheduler.cpp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <span>
#include <utility>

#include "wyn/lockfree/fixed_array.hpp"
#include "wyn/lockfree/idle.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/inbox.hpp"
#include "wyn/runtime/worker.hpp"

namespace wyn::runtime {

/// What an exception that left a detached task is given to.
using panic_handler = std::function<void(std::exception_ptr thrown, spawn_location where)>;

struct crew_options {
  unsigned workers;     // that run `work`; at least 1
  unsigned attachable;  // seats for other threads
  unsigned search_rounds = sync::search_rounds;
  panic_handler on_panic{};
};

class crew {
 public:
  /// Throws std::bad_alloc.
  explicit crew(crew_options options);
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;
  ~crew();

  [[nodiscard]] unsigned seats() const noexcept { return options_.workers + options_.attachable; }
  [[nodiscard]] unsigned workers() const noexcept { return options_.workers; }
  [[nodiscard]] unsigned search_rounds() const noexcept { return options_.search_rounds; }
  [[nodiscard]] worker& at(unsigned slot) noexcept { return workers_[slot]; }
  /// Whether somebody has ever been on this seat. The others are left out of every look and every search: their queues are
  /// wanted from the start, so that the first push announces itself, and of it and a look one sees the other by the
  /// fences of both.
  [[nodiscard]] bool in_use(unsigned slot) noexcept {
    return slot < options_.workers || used_[slot - options_.workers].get();
  }
  [[nodiscard]] inbox& tasks() noexcept { return inbox_; }
  [[nodiscard]] idle& sleepers() noexcept { return idle_; }

  /// A free seat for the calling thread; nullptr: all are taken. Any thread. Throws what sit_down throws: then it has none.
  [[nodiscard]] worker* take_seat();
  void leave_seat(worker& seat) noexcept;
  [[nodiscard]] unsigned attached() noexcept;

  /// From a thread that is none of the workers: claims a place in the inbox, then fills it with what `make` returns.
  /// False: closed, and `make` was not called. Throws std::bad_alloc before that call, and what `make` throws.
  template <typename Make>
  [[nodiscard]] bool inject(Make make) {
    auto place = inbox_.claim();
    if (place.refused()) return false;
    try {
      place.fill(announced(marked(make())));
    } catch (...) {
      place.give_up();
      throw;
    }
    idle_.notify();
    return true;
  }

  /// The same for a bundle, whose tasks belong to no group. False and std::bad_alloc: it is still the caller's.
  [[nodiscard]] bool inject(const bundle& filled);

  /// From a worker, also when closed, since the drain goes on. False: no memory. Nobody is woken.
  [[nodiscard]] bool inject_from_worker(marked_task spawned) noexcept;
  /// The same for up to sync::spill_at_once tasks, as a bundle if they fit together. Returns how many of them, from the
  /// first on, are in the inbox.
  [[nodiscard]] std::size_t inject_from_worker(std::span<task* const> spawned) noexcept;
  /// Whoever opens a bundle says so.
  void count_opened(const bundle& opened) noexcept { opened_.raise(opened.tasks().size() - 1); }
  /// How many tasks lie in the inbox; wrong by what others do meanwhile.
  [[nodiscard]] std::size_t waiting_hint() const noexcept;

  /// The slot of the worker that waits for the task's group, if it does; idle::no_slot: none.
  [[nodiscard]] static std::size_t waiter_of(const task& stranger) noexcept;

  /// Nothing comes from outside any more.
  void close(bool abandon) noexcept;
  [[nodiscard]] bool abandoning() const noexcept { return abandoning_.get(); }

  void panic(std::exception_ptr&& thrown, spawn_location where) noexcept;

  // What idle asks (watched_queues).
  void want() noexcept;
  [[nodiscard]] bool quiet() noexcept;

 private:
  // Its group is told before: once it is in the inbox it may be gone.
  [[nodiscard]] static marked_task announced(marked_task added) noexcept;
  [[nodiscard]] std::size_t size_for() const noexcept { return seats() * sizeof(worker); }

  const crew_options options_;
  inbox inbox_;
  idle idle_;
  fixed_array<seat> attached_;
  fixed_array<hint<bool>> used_;  // of the seats for attached threads; written by who is on the seat
  hint<bool> abandoning_;         // set before the close
  alignas(64) tally bundled_;     // tasks in bundles that were put into the inbox, but for one each
  tally opened_;                  // and that were opened
  worker* const workers_;         // the last one: nothing that may throw comes between it and the constructor's body
};

/// Holds a crew, and leaves it as it is when told so: in the child of a fork its threads have stopped in the middle of
/// something, and nothing of it may be judged or used any more.
class crew_holder {
 public:
  /// Throws std::bad_alloc.
  explicit crew_holder(crew_options options) : crew_(std::move(options)) {}
  crew_holder(const crew_holder&) = delete;
  crew_holder& operator=(const crew_holder&) = delete;
  ~crew_holder() {
    if (!left_) crew_.~crew();
  }

  [[nodiscard]] crew& get() noexcept { return crew_; }
  void leave() noexcept { left_ = true; }

 private:
  union {
    crew crew_;
  };
  bool left_ = false;
};

inline parker& worker::own_parker() noexcept {
  return crew_.sleepers().parker_of(slot_);
}

}  // namespace wyn::runtime
