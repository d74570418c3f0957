// task: what a queue holds. A spawned task is a record with its closure inline (spawned_task.hpp); a fork lies on its
// forker's stack (fork.hpp).
//
// Families. A waiter runs only tasks that what it waits for needs: those of the group, those of the future's chain, or the
// awaited fork, and what these forked. A fork knows the strand that made it, a strand the task that it runs, any other task
// its group or its chain.
#pragma once

#include <cstdint>
#include <span>

#include "wyn/sync/source_location.hpp"

namespace wyn::runtime {

class fork_task;
class group_core;
class task;
class worker;

/// What a wait knows its tasks by: their group's address, or the number of their chain, which is odd. 0: nobody waits.
using family_id = std::uint64_t;

/// What is done with the tasks of one type.
struct task_kind {
  void (*run)(task&, worker&) noexcept;     // runs and ends it; afterwards nothing of it may be touched
  void (*cancel)(task&, worker&) noexcept;  // ends it without running; nullptr for a fork, which always runs
  bool in_chain = false;                    // of a future
};

/// A run of one task by one worker, on whose stack it lies: what forks refer to. The bottom of a worker's stack is a
/// strand without a task.
struct strand {
  const task* running;
  worker* on;
};

class task {
 public:
  task(const task&) = delete;
  task& operator=(const task&) = delete;

  [[nodiscard]] bool is_fork() const noexcept { return kind_->cancel == nullptr; }
  /// The group of a spawned task; nullptr: it has none.
  [[nodiscard]] group_core* group() const noexcept { return is_fork() || kind_->in_chain ? nullptr : family_.group; }
  /// Whether it makes a future's value, so that any thread may wait for it.
  [[nodiscard]] bool is_in_chain() const noexcept { return kind_->in_chain; }
  /// Of all but a fork.
  [[nodiscard]] family_id family() const noexcept {
    return kind_->in_chain ? family_.chain : reinterpret_cast<std::uintptr_t>(family_.group);
  }
  /// The strand that made this fork.
  [[nodiscard]] const strand& forker() const noexcept { return *family_.made_by; }

  void run(worker& by) noexcept { kind_->run(*this, by); }
  void cancel(worker& by) noexcept { kind_->cancel(*this, by); }

 protected:
  task(const task_kind& kind, group_core* group) noexcept : kind_(&kind), family_{.group = group} {}
  task(const task_kind& kind, family_id chain) noexcept : kind_(&kind), family_{.chain = chain} {}
  task(const task_kind& kind, const strand& made_by) noexcept : kind_(&kind), family_{.made_by = &made_by} {}
  ~task() = default;

 private:
  const task_kind* kind_;
  union {
    group_core* group;
    family_id chain;
    const strand* made_by;
  } family_;
};

/// What a waiter waits for: a group, futures of some chains, or a fork.
struct awaited {
  std::span<const family_id> families;  // empty: a fork, or what no task makes
  const fork_task* child;
  group_core* group = nullptr;  // of which the waiter is the owner

  /// Whether the wait needs this task. The caller owns it, so that its forkers' strands are alive.
  [[nodiscard, gnu::always_inline]] bool needs(const task& candidate) const noexcept {
    return candidate.is_fork() ? needs_fork(candidate) : is_of_a_family(candidate);
  }
  /// The same, or whether what the wait needs waits for it, at any number of removes. Takes as many steps.
  [[nodiscard]] bool needs_in_the_end(const task& candidate) const noexcept;

 private:
  [[nodiscard]] bool needs_fork(const task& candidate) const noexcept;
  [[nodiscard]] bool is_among(family_id family) const noexcept;
  [[nodiscard]] bool is_of_a_family(const task& spawned) const noexcept {
    const family_id family = spawned.family();
    return families.size() == 1 ? families.front() == family : is_among(family);  // one in most waits
  }
};

/// Where a task was spawned: a file's name and a line in eight bytes.
class spawn_location {
 public:
  constexpr spawn_location() noexcept = default;
  explicit spawn_location(sync::source_location from) noexcept
      : packed_(reinterpret_cast<std::uintptr_t>(from.file) | std::uint64_t{from.line < most ? from.line : most}
                                                                  << 48) {}

  [[nodiscard]] const char* file() const noexcept {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address came in
    return reinterpret_cast<const char*>(packed_ & address_bits);
  }
  /// 65535 stands for that line and all after it.
  [[nodiscard]] unsigned line() const noexcept { return static_cast<unsigned>(packed_ >> 48); }

 private:
  static constexpr unsigned most = 0xffff;
  static constexpr std::uint64_t address_bits = (std::uint64_t{1} << 48) - 1;
  std::uint64_t packed_ = 0;
};

}  // namespace wyn::runtime
