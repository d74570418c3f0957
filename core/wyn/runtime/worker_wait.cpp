// What a worker does while it waits: it runs tasks that its wait needs, and no others, since a stranger could wait for a
// lock that the waiter holds, and would stay on its stack. What it comes across goes where others find it.
//
// Why waiting ends: whoever waits has published its own queue, and before it parks it looks at all that lies in the inbox
// and in the public parts of the queues; strangers from there go to the inbox. It leaves the queues out as long as nobody
// has told its group that a task of it, or what such a task forked, may lie there (group_core). What is private it asks
// for, since the queue's worker may be blocked by what the waiter holds; every publication wakes waiters if no idle worker
// sleeps (idle.md). Having looked once, it leaves its own queue alone: else two waiters would wake each other for ever.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <exception>
#include <utility>

#include "wyn/errors.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/future_core.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/worker.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::runtime {

namespace {

// How a wait parks: whoever ends what is awaited must know that somebody sleeps.
struct group_wait {
  group_core& group;
  [[nodiscard]] awaited what() const { return {group.family(), nullptr, &group}; }
  [[nodiscard]] bool over() const { return group.children().done(); }
  [[nodiscard]] bool prepare() const { return group.children().begin_wait(); }
  void resume() const { group.children().end_wait(); }
};

struct fork_wait {
  fork_task& child;
  [[nodiscard]] awaited what() const { return {{}, &child}; }
  [[nodiscard]] bool over() const { return child.finished().is_set(); }
  [[nodiscard]] bool prepare() const { return child.finished().prepare_wait(); }
  void resume() const { static_cast<void>(child.finished().cancel_wait()); }
};

struct future_wait {
  future_core& future;
  std::span<const family_id> chains;
  listener& wake;
  [[nodiscard]] awaited what() const { return {chains, nullptr}; }
  [[nodiscard]] bool over() const { return future.meeting().is_ready(); }
  [[nodiscard]] bool prepare() const { return future.meeting().listen(wake); }
  void resume() const { static_cast<void>(future.meeting().withdraw(wake)); }
};

struct timed_future_wait : future_wait {
  sync::time_point deadline;
  [[nodiscard]] bool over() const { return future_wait::over() || sync::now() >= deadline; }
};

// How a wait sleeps.
template <typename Until, typename Look>
void sleep_in(const Until&, unsigned slot, crew& team, Look look) {
  team.sleepers().wait(slot, team, look);
}
template <typename Look>
void sleep_in(const timed_future_wait& until, unsigned slot, crew& team, Look look) {
  team.sleepers().wait(slot, team, look, [&until](parker& own) { static_cast<void>(own.park_until(until.deadline)); });
}

// Whether a task with such a mark may be one that is waited for.
bool is_wanted(const awaited& what, std::uint64_t mark) noexcept {
  if (what.child != nullptr)
    return mark == mark_of(reinterpret_cast<std::uintptr_t>(static_cast<const task*>(what.child)));
  return std::any_of(what.families.begin(), what.families.end(),
                     [mark](family_id family) { return mark_of(family) == mark; });
}

// Where something was, there may be more.
template <typename Search>
task* find_if_told(expectation& told, Search search) noexcept {
  if (!told.take()) return nullptr;
  task* const found = search();
  if (found != nullptr) told.raise();
  return found;
}

}  // namespace

void worker::wait(group_core& group) noexcept {
  if (group.children().done()) return;
  group.waits().show(*strand_);
  await(group_wait{group});
  group.waits().take_away();
}

// Such a wait may be over though a task that it has run is held back: its time is over, or another of several is ready. The
// caller goes on with its own, and may not come back for long.
void worker::wait(future_core& future, std::span<const family_id> chains) noexcept {
  await(future_wait{future, chains, own_wake_});
  count_off();
}

bool worker::wait_until(sync::time_point deadline, future_core& future, std::span<const family_id> chains) noexcept {
  await(timed_future_wait{{future, chains, own_wake_}, deadline});
  count_off();
  return future.meeting().is_ready();
}

// The first branch may have left tasks above the fork: they stay where they are.
bool worker::take_back(fork_task& child, take_begun begun) noexcept {
  if (queue_.get_owner().finish_take_newest(begun, &child, child.index())) return true;
  return take_from_below([&child](task* candidate) { return candidate == &child; }) != nullptr;
}

bool worker::finish_join(fork_task& child, take_begun begun) {
  if (take_back(child, begun)) return true;
  if (was_left_by_fork()) throw scheduler_forked("wyn: who took this branch is a thread of the parent of a fork");
  await(fork_wait{child});
  if (std::exception_ptr thrown = child.take_thrown()) std::rethrow_exception(std::move(thrown));
  return false;
}

void worker::withdraw(fork_task& child) noexcept {
  const take_begun begun = queue_.get_owner().begin_take_newest(&child, child.index());
  if (take_back(child, begun) || was_left_by_fork()) return;
  await(fork_wait{child});
  static_cast<void>(child.take_thrown());
}

template <typename Until>
void worker::await(Until until) noexcept {
  const awaited what = until.what();
  unsigned rounds = 0;  // in which nothing was found
  bool own_too = true;  // whether its own queue may have something
  while (!until.over()) {
    task* found = rounds == 0 ? find(what, own_too) : find_with_expected(what);
    if (found == nullptr) {
      if (rounds == 0) settle();
      if (++rounds <= std::uint64_t{crew_.search_rounds()} * sync::wait_patience) {
        // What it waits for runs: before it sleeps it gives way, for about as long as a sleep and a wake would take.
        if (rounds <= crew_.search_rounds()) sync::pause_this_thread();
        else sync::yield_this_thread();
        continue;
      }
      if (!until.prepare()) return;
      if (queue_.get_owner().expose() != 0) announce();
      counters_.parks.raise();
      sleep_in(until, slot_, crew_, [&] {
        return until.over() || stuck_count_ != 0 || (found = look(what)) != nullptr || stuck_count_ != 0;
      });
      until.resume();
      put_back_stuck();
    }
    own_too = found != nullptr;
    if (found != nullptr) execute(*found);
    rounds = 0;
  }
}

task* worker::find(const awaited& what, bool own_too) noexcept {
  if (own_too && what.child == nullptr) {
    if (++tick_ % sync::wait_tick == 0) {
      if (task* const waiting = find_longest_waiting(what)) return waiting;
    }
    if (task* const own = find_in_own_queue(what)) return own;
  }
  if (task* const waiting = find_in_expected_inbox(what)) return waiting;
  return find_with_expected(what);
}

// Not before something is known to be there: what it takes in vain goes to the inbox, where those that need it search.
task* worker::find_with_expected(const awaited& what) noexcept {
  const auto search = [&] { return find_with_victims(what, depth::oldest); };
  return what.group == nullptr ? search() : find_if_told(what.group->with_others(), search);
}

task* worker::find_in_expected_inbox(const awaited& what) noexcept {
  const auto search = [&] { return find_in_inbox(what); };
  return what.group == nullptr ? search() : find_if_told(what.group->in_inbox(), search);
}

// Of the inbox, or the oldest of its own, by turns, if the wait needs it. What has been in its own queue since before the
// group was made is none of the group's, and stays there but for the sixteenth time: a group may have got tasks when the
// queue was shorter.
task* worker::find_longest_waiting(const awaited& what) noexcept {
  const std::uint32_t turn = tick_ / sync::wait_tick;
  if (turn % 2 != 0) return find_in_expected_inbox(what);
  const bool all = what.group == nullptr || turn % 32 == 0;
  task* const oldest = all ? oldest_own() : oldest_since(what.group->made_at());
  if (oldest == nullptr || what.needs(*oldest)) return oldest;
  put_back(*oldest);
  return nullptr;
}

// The last look before it parks. What it asks for is published with a notify.
task* worker::look(const awaited& what) noexcept {
  in_last_look_ = true;
  task* found = find_in_inbox(what);
  if (found == nullptr && stuck_count_ == 0 && (what.group == nullptr || what.group->with_others().ever()))
    found = find_with_victims(what, depth::all);
  in_last_look_ = false;
  if (found == nullptr) ask_victims_to_expose();
  return found;
}

task* worker::find_in_own_queue(const awaited& what) noexcept {
  task* const newest = queue_.get_owner().take();
  return newest == nullptr || what.needs(*newest) ? newest : find_below(*newest, what);
}

// Out of line, so that a wait that runs its own newest tasks stays short.
[[gnu::noinline]] task* worker::find_below(task& newest, const awaited& what) noexcept {
  if (queue_.get_owner().push(&newest) == split_push::published) announce();
  return take_from_below([&what](task* candidate) { return what.needs(*candidate); });
}

// Another family may have the same mark: its tasks go to the end of the inbox, until one of them comes round again. As
// somebody may take that one meanwhile, it is chosen anew after 1, 2, 4, ... of them.
task* worker::find_in_inbox(const awaited& what) noexcept {
  bool enough = false;  // a bundle at a time: more might not fit into its own queue
  const auto marked_so = [&what, &enough](marked_task candidate) {
    const bool wanted = !enough && is_wanted(what, candidate >> mark_shift);
    enough |= wanted && is_bundle(candidate);
    return wanted;
  };
  // What is left over goes into the own queue, where a wait for a fork does not look.
  const std::size_t at_most = what.child == nullptr ? sync::grab_at_most : 1;
  std::array<marked_task, sync::grab_at_most> taken;
  marked_task remembered = 0;
  for (std::uint64_t met = 1;;) {
    enough = false;
    const std::size_t count = from_inbox_.take_if(taken.data(), at_most, marked_so);
    if (count == 0 && enough) continue;  // somebody else took it
    if (count == 0) return nullptr;
    std::size_t found = 0;
    bool round = false;
    for (std::size_t i = 0; i < count; ++i) {
      const marked_task candidate = taken[i];
      if (what.needs(foremost(candidate))) {
        taken[found++] = candidate;
        continue;
      }
      round |= candidate == remembered;
      if (std::has_single_bit(met++)) remembered = candidate;
      put_back(candidate);
    }
    if (found != 0) return open({taken.data(), found});
    if (round || stuck_count_ != 0) return nullptr;
  }
}

// Whoever runs the awaited fork has in its queue what that fork forked.
task* worker::find_with_victims(const awaited& what, depth how) noexcept {
  if (what.child != nullptr) {
    const unsigned runner = what.child->runner();
    if (runner != 0) return runner - 1 == slot_ ? nullptr : find_with(crew_.at(runner - 1), what, how);
  }
  for (unsigned slot = 0; slot < crew_.seats(); ++slot) {
    if (slot == slot_ || !crew_.in_use(slot)) continue;
    if (task* const found = find_with(crew_.at(slot), what, how)) return found;
    if (stuck_count_ != 0) return nullptr;
  }
  return nullptr;
}

task* worker::find_with(worker& victim, const awaited& what, depth how) noexcept {
  for (;;) {
    task* stolen = nullptr;
    const split_steal::outcome outcome = victim.queue().get_thief().steal(&stolen, 1).what;
    if (outcome == split_steal::outcome::got) {
      counters_.batches.raise();
      counters_.stolen.raise();
      if (what.needs_in_the_end(*stolen)) {
        tell_group(*stolen);
        return stolen;
      }
      put_back(*stolen);
    }
    if (how == depth::oldest || outcome == split_steal::outcome::empty || stuck_count_ != 0) return nullptr;
  }
}

}  // namespace wyn::runtime
