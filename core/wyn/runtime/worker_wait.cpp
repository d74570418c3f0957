// What a worker does while it waits: it runs tasks that its wait needs, and no others, since a stranger could wait for a
// lock that the waiter holds, and would stay on its stack. What it comes across goes where others find it.
//
// Why waiting ends: whoever waits has published its own queue, and looks into every queue and the inbox before it parks;
// a stranger that it takes from there goes to the inbox. So a task that some wait needs is in a queue whose worker runs
// something, or where the waiter looks, and every publication wakes waiters if no idle worker sleeps (idle.md).
#include <exception>
#include <optional>
#include <utility>

#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/worker.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::runtime {

namespace {

// How a wait parks: whoever ends what is awaited must know that somebody sleeps.
struct group_wait {
  group_core& group;
  [[nodiscard]] awaited what() const { return {&group, nullptr}; }
  [[nodiscard]] bool over() const { return group.children().done(); }
  [[nodiscard]] bool prepare() const { return group.children().begin_wait(); }
  void resume() const { group.children().end_wait(); }
};

struct fork_wait {
  fork_task& child;
  [[nodiscard]] awaited what() const { return {nullptr, &child}; }
  [[nodiscard]] bool over() const { return child.finished().is_set(); }
  [[nodiscard]] bool prepare() const { return child.finished().prepare_wait(); }
  void resume() const { static_cast<void>(child.finished().cancel_wait()); }
};

}  // namespace

void worker::wait(group_core& group) noexcept {
  await(group_wait{group});
}

void worker::join(fork_task& child) {
  await(fork_wait{child});
  if (std::exception_ptr thrown = child.take_thrown()) std::rethrow_exception(std::move(thrown));
}

void worker::withdraw(fork_task& child) noexcept {
  if (take_back(child, child.index())) return;
  await(fork_wait{child});
  static_cast<void>(child.take_thrown());
}

template <typename Until>
void worker::await(Until until) noexcept {
  const awaited what = until.what();
  unsigned rounds = 0;  // in which nothing was found
  while (!until.over()) {
    task* found = rounds == 0 ? find(what) : find_with_victims(what);
    if (found == nullptr) {
      if (rounds == 0) settle();
      if (++rounds <= crew_.search_rounds()) {
        sync::pause_this_thread();
        continue;
      }
      if (!until.prepare()) return;
      if (queue_.get_owner().expose() != 0) announce();
      counters_.parks.raise();
      crew_.sleepers().wait(slot_, crew_, [&] { return until.over() || (found = find_elsewhere(what)) != nullptr; });
      until.resume();
    }
    if (found != nullptr) execute(*found);
    rounds = 0;
  }
}

task* worker::find(const awaited& what) noexcept {
  if (what.child == nullptr) {
    if (task* const own = find_in_own_queue(what)) return own;
  }
  return find_elsewhere(what);
}

// The last look before it parks: what a waiter needs of its own queue it has taken before, and nothing is added there.
task* worker::find_elsewhere(const awaited& what) noexcept {
  if (task* const waiting = find_in_inbox(what)) return waiting;
  return find_with_victims(what);
}

task* worker::find_in_own_queue(const awaited& what) noexcept {
  auto own = queue_.get_owner();
  task* const newest = own.take();
  if (newest == nullptr || what.needs(*newest)) return newest;
  if (own.push(newest) == split_push::published) announce();
  return take_from_below([&what](task* candidate) { return what.needs(*candidate); });
}

task* worker::find_in_inbox(const awaited& what) noexcept {
  const std::uint64_t mark =
      mark_of(what.group != nullptr ? static_cast<const void*>(what.group) : static_cast<const task*>(what.child));
  const std::optional<marked_task> value =
      from_inbox_.take_if([mark](marked_task candidate) { return candidate >> mark_shift == mark; });
  if (!value) return nullptr;
  task& candidate = unmarked(*value);
  if (what.needs(candidate)) return &candidate;
  put_back(candidate);  // another family with the same mark
  return nullptr;
}

// Whoever runs the awaited fork has in its queue what that fork forked.
task* worker::find_with_victims(const awaited& what) noexcept {
  if (what.child != nullptr) {
    const unsigned runner = what.child->runner();
    if (runner != 0) return runner - 1 == slot_ ? nullptr : find_with(crew_.at(runner - 1), what);
  }
  for (unsigned slot = 0; slot < crew_.seats(); ++slot) {
    if (slot == slot_) continue;
    if (task* const found = find_with(crew_.at(slot), what)) return found;
  }
  return nullptr;
}

task* worker::find_with(worker& victim, const awaited& what) noexcept {
  task* stolen = nullptr;
  if (victim.queue().get_thief().steal(&stolen, 1).what != split_steal::outcome::got) return nullptr;
  counters_.batches.raise();
  counters_.stolen.raise();
  if (what.needs(*stolen)) return stolen;
  put_back(*stolen);
  return nullptr;
}

}  // namespace wyn::runtime
