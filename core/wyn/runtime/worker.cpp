#include "wyn/runtime/worker.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <utility>

#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/records.hpp"

namespace wyn::runtime {

worker::worker(crew& of, unsigned slot)
    : strand_(&bottom_),
      bottom_{nullptr, this},
      crew_(of),
      slot_(slot),
      choices_(slot + 1),
      budget_(of.search_rounds()),
      from_inbox_(of.tasks()),
      own_wake_(of.sleepers().parker_of(slot)) {}

void worker::sit_down() {
  thread_records::make_if_possible();
  sync::per_thread<worker, worker*>() = this;
  interruptible_.set(sync::accept_interrupts([](void* self) { on_interrupt(self); }, this).number);
  request_.begin();  // one that met the seat's last thread while it left is not answered any more
}

void worker::stand_up() noexcept {
  settle();
  interruptible_.set(0);
  sync::refuse_interrupts();
  while (task* const left = queue_.get_owner().take()) {
    if (to_inbox(marked(*left))) continue;
    run_inline(*left);
  }
  queue_.get_owner().hand_over();
  own_parker().hand_over();
  sync::per_thread<worker, worker*>() = nullptr;
}

// A request may have come while the private part was being published or reclaimed: then the operation under way
// publishes at its end, or has done so just before, and whoever is woken here looks again.
void worker::on_interrupt(void* self) noexcept {
  auto& own = *static_cast<worker*>(self);
  own.request_.begin();
  if (own.queue_.get_owner().expose() != 0 || own.queue_.size_hint() != 0)
    own.counters_.wakes_in_handler.raise(own.crew_.sleepers().notify());
}

bool worker::ask_to_expose() noexcept {
  const std::uint64_t thread = interruptible_.get();
  if (thread == 0 || !request_.ask(thread)) return false;
  sync::interrupt({thread});
  return true;
}

bool worker::asked_to_expose() const noexcept {
  const std::uint64_t thread = interruptible_.get();
  return thread != 0 && request_.pending(thread);
}

void worker::announce() noexcept {
  counters_.wakes.raise(crew_.sleepers().notify());
}

bool worker::finish_offer(fork_task& child, push_begun begun) noexcept {
  const split_push done = queue_.get_owner().finish_push(begun, &child);
  if (done == split_push::published) announce();
  if (done == split_push::full) counters_.inlined.raise();
  return done != split_push::full;
}

void worker::push(task& spawned) noexcept {
  counters_.spawned.raise();
  const split_push done = queue_.get_owner().push(&spawned);
  if (done == split_push::pushed) return;
  if (done == split_push::published) return announce();
  spill_older_half();
  if (queue_.get_owner().push(&spawned) == split_push::full) spill(spawned);
  announce();
}

// Makes room for as many pushes as it moves: one by one, each would cost a claim of its own and a look for sleepers. They
// lie in the inbox in their order, and in front of what comes later.
void worker::spill_older_half() noexcept {
  queue_.get_owner().expose();
  std::array<task*, sync::spill_at_once> oldest;
  for (std::uint32_t moved = 0; moved < sync::queue_capacity / 2;) {
    const split_steal taken = queue_.get_thief().steal(oldest.data(), sync::spill_at_once);
    if (taken.what == split_steal::outcome::lost) continue;
    if (taken.what == split_steal::outcome::empty) return;
    moved += taken.count;
    counters_.spilled.raise(taken.count);
    for (std::size_t done = crew_.inject_from_worker({oldest.data(), taken.count}); done < taken.count; ++done)
      run_inline(*oldest[done]);
  }
}

// A thief has claimed room that it still reads.
void worker::spill(task& spawned) noexcept {
  counters_.spilled.raise();
  if (!crew_.inject_from_worker(marked(spawned))) run_inline(spawned);
}

// Where it can queue nowhere it runs.
void worker::run_inline(task& queued_nowhere) noexcept {
  if (in_last_look_) [[unlikely]]
    return keep_stuck(marked(queued_nowhere));
  counters_.inlined.raise();
  execute_between(queued_nowhere);
}

// What runs may wait, and the thread has announced its sleep already: it runs when that is taken back.
void worker::keep_stuck(marked_task found) noexcept {
  WYN_EXPECTS(stuck_count_ < stuck_.size(), "a last look keeps %zu tasks", stuck_count_ + 1);
  stuck_[stuck_count_++] = found;
}

void worker::put_back_stuck() noexcept {
  while (stuck_count_ != 0) put_back(stuck_[--stuck_count_]);
}

// Whoever waits for it looks; but not this thread, which does not need it: it would find it again for ever. False: no memory.
bool worker::to_inbox(marked_task strangers) noexcept {
  // Asked beforehand: once it is in the inbox it is somebody else's, and may be gone.
  const task& stranger = foremost(strangers);
  const std::size_t waiter = crew::waiter_of(stranger);
  const bool anybody_waits = stranger.is_in_chain();
  if (!crew_.inject_from_worker(strangers)) return false;
  idle& sleepers = crew_.sleepers();
  const std::size_t other = waiter != slot_ ? waiter : idle::no_slot;
  counters_.wakes.raise(anybody_waits ? sleepers.notify_others(slot_) : sleepers.notify_returned(other));
  return true;
}

// A stranger runs here only if neither queue takes it: no memory, and a queue that is full.
void worker::put_back(task& stranger) noexcept {
  if (to_inbox(marked(stranger))) return;
  tell_group(stranger);
  const split_push done = queue_.get_owner().push(&stranger);
  if (done == split_push::published) return announce();
  if (done == split_push::pushed) return;
  run_inline(stranger);
}

void worker::put_back(marked_task strangers) noexcept {
  if (!is_bundle(strangers)) return put_back(foremost(strangers));
  if (to_inbox(strangers)) return;
  if (in_last_look_) return keep_stuck(strangers);
  bundle& opened = bundle_of(strangers);
  crew_.count_opened(opened);
  for (task* const each : opened.tasks()) put_back(*each);
  opened.release();
}

void worker::execute(task& found) noexcept {
  if (held_ != 0 && found.group() != held_group_) count_off();
  counters_.run.raise();
  strand here{&found, this};
  strand* const before = std::exchange(strand_, &here);
  if (crew_.abandoning() && !found.is_fork()) [[unlikely]]
    found.cancel(*this);
  else found.run(*this);
  strand_ = before;
  if (was_left_by_fork()) [[unlikely]]
    give_up_in_child();
}

// Whoever would go on here has only a copy of the queues: all that is in them runs in the parent.
void worker::give_up_in_child() noexcept {
  std::fprintf(stderr, "wyn: the child of a fork returns from the task that forked: let it exec or _exit there\n");
  std::terminate();
}

// In the middle of something that may take long: nothing is held back for its sake.
void worker::execute_between(task& found) noexcept {
  execute(found);
  count_off();
}

// Children of one group that run one after another on another worker are counted off together: until the last of them
// ends the group's waiter waits in any case.
void worker::finished(group_core* group) noexcept {
  if (group == nullptr) return;
  if (group->owner() == this) return group->children().finish_local();
  if (group != held_group_) count_off();
  held_group_ = group;
  ++held_;
}

void worker::count_off() noexcept {
  if (held_ == 0) return;
  group_core* const group = std::exchange(held_group_, nullptr);
  group->children().finish_shared(std::exchange(held_, 0));
}

void worker::cancelled(group_core* group) noexcept {
  counters_.cancelled.raise();
  if (group != nullptr) group->cancelled().set(true);
  finished(group);
}

void worker::failed(std::exception_ptr&& thrown, group_core* group, spawn_location where) noexcept {
  if (group != nullptr) return group->exceptions().capture(std::move(thrown));
  crew_.panic(std::move(thrown), where);
}

// Before it searches, waits or ends: nothing is held back for anybody.
void worker::settle() noexcept {
  count_off();
  if (thread_records* const records = thread_records::mine_if_any()) records->flush();
}

void worker::before_sleep() noexcept {
  settle();
  if (queue_.get_owner().expose() != 0) announce();
}

task* worker::oldest_own() noexcept {
  if (queue_.get_owner().expose() != 0) announce();
  task* oldest = nullptr;
  const split_steal taken = queue_.get_thief().steal(&oldest, 1);
  return taken.what == split_steal::outcome::got ? oldest : nullptr;
}

// Of its own queue from this index on. Nothing if the queue ends before it.
task* worker::oldest_since(std::uint32_t index) noexcept {
  const std::uint32_t count = queue_.get_owner().next_index() - index;
  if (count == 0 || count > sync::queue_capacity) return nullptr;
  if (queue_.size_hint() <= count) return oldest_own();
  std::uint32_t seen = 0;
  return take_from_below([&seen, count](task*) { return ++seen == count; }, count);
}

bool worker::yield() noexcept {
  if (nesting_ >= nesting_limit) return false;
  // By turns, so that neither the own queue nor the others' starves.
  task* oldest = ++tick_ % 2 == 0 ? oldest_own() : look_around();
  if (oldest == nullptr) oldest = tick_ % 2 == 0 ? look_around() : oldest_own();
  if (oldest == nullptr) return false;
  ++nesting_;
  execute_between(*oldest);
  --nesting_;
  return true;
}

}  // namespace wyn::runtime
