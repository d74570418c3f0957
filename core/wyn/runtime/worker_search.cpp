// What a worker without work does: its own queue, the inbox, the others' queues, and asking for what is hidden there.
#include <algorithm>
#include <array>
#include <utility>

#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/worker.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::runtime {

void worker::work() noexcept {
  for (;;) {
    if (task* const found = next()) {
      execute(*found);
      continue;
    }
    settle();
    idle& sleepers = crew_.sleepers();
    sleepers.begin_search();
    task* found = search();
    for (bool in_vain = false; found == nullptr; found = search()) {
      // There is something that nobody can get yet: a push is half done. Its thread may wait for this one's processor.
      if (in_vain) sync::yield_this_thread();
      const rest how = sleep();
      if (how == rest::ended) return;
      in_vain = how == rest::found;
    }
    counters_.wakes.raise(sleepers.end_search(crew_));
    execute(*found);
  }
}

// Its own queue is LIFO. Now and then comes what has waited longest, so that neither the inbox nor the oldest of its own
// starves behind tasks that spawn the next one; of the inbox often, since what comes from outside may be urgent. No more
// than one of the inbox: the others of a batch would lie below what spawns the next one, as those of a bundle do.
task* worker::next() noexcept {
  ++tick_;
  if (tick_ % sync::oldest_tick == 0) {
    if (task* const oldest = oldest_own()) return oldest;
  } else if (tick_ - looked_at_ >= inbox_wait_) {
    look_into_the_inbox_after(sync::inbox_tick);
    if (task* const waiting = from_inbox(1)) return waiting;
  }
  if (task* const own = queue_.get_owner().take()) return own;
  if (haul_.is_under_way()) {
    if (task* const elsewhere = end_haul()) return elsewhere;
  }
  return from_inbox(sync::grab_at_most);
}

// Waits tick too, so that the distance between two ticks counts, which may have passed zero.
void worker::look_into_the_inbox_after(std::uint32_t ticks) noexcept {
  looked_at_ = tick_;
  inbox_wait_ = ticks;
}

// Its own queue is empty, so what it took has ended. Before it rests it takes once of the others, whose tasks may be worth it. A
// rest is for them like a task that takes long: it holds nothing back, and the worker is neither asleep nor searching, so
// that what is published meanwhile wakes another one, if one sleeps, and waits for the end of a rest if all rest.
[[gnu::noinline, gnu::cold]] task* worker::end_haul() noexcept {
  haul_.pause(sync::now());
  weigh_haul();
  if (!haul_.rest_is_due()) return nullptr;
  if (haul_.tries_elsewhere()) {
    if (task* const elsewhere = from_victims(robbed_)) return elsewhere;
  }
  settle();
  sync::rest_this_thread(haul_.take_rest());
  return nullptr;
}

void worker::weigh_haul() noexcept {
  haul_.weigh(haul_progress(), queue_.size_hint());
}

haul::progress worker::haul_progress() const noexcept {
  return {haul_.suspects() ? robbed_->progress() : 0, counters_.run.get()};
}

// All that it took from there lies in its own queue now, but for the first one. Out of line, as what belongs to it: what a
// worker runs between its wake and its task stays short.
[[gnu::noinline, gnu::cold]] void worker::note_haul(const worker& robbed, std::size_t count) noexcept {
  const auto now = sync::now();
  haul_.pause(now);
  if (haul_.is_large()) weigh_haul();
  if (haul_.is_empty()) robbed_ = &robbed;
  haul_.took(count, haul_progress(), now);
  // It does not rest before its queue is empty.
  if (haul_.rest_is_due()) look_into_the_inbox_after(2 * queue_.size_hint());
}

task* worker::search() noexcept {
  for (unsigned round = 0; round < budget_.rounds(); ++round) {
    if (task* const found = look_around()) {
      if (round != 0) budget_.paid();
      return found;
    }
    if (budget_.asks_in(round)) ask_victims_to_expose();
    sync::pause_this_thread();
  }
  // Whoever has more work may wait for this very processor: kernels wake a thread on its waker's, where it goes first. Not
  // after long sleeps: then it would wait itself, behind whoever makes what it was woken for.
  if (budget_.rounds() > 1) sync::yield_this_thread();
  task* const found = look_around();
  if (found != nullptr) budget_.paid();
  return found;
}

rest worker::sleep() noexcept {
  counters_.parks.raise();
  budget_.sleeps(sync::now());
  return crew_.sleepers().sleep(slot_, crew_);
}

task* worker::look_around() noexcept {
  if (task* const waiting = from_inbox(sync::grab_at_most)) return waiting;
  return from_victims();
}

task* worker::from_inbox(std::size_t at_most) noexcept {
  std::array<marked_task, sync::grab_at_most> grabbed;
  grab_result got{};
  do got = from_inbox_.grab(grabbed.data(), at_most, is_bundle);
  while (got.outcome == grab_outcome::lost);
  return got.count == 0 ? nullptr : open({grabbed.data(), got.count});
}

// As keep_rest. What is taken ends with a bundle if there is one in it.
task* worker::open(std::span<const marked_task> taken) noexcept {
  std::array<task*, sync::grab_at_most> found;
  std::transform(taken.begin(), taken.end(), found.begin(), [this](marked_task value) { return &unpack(value); });
  return keep_rest({found.data(), taken.size()});
}

// Who would run these tasks too: whoever made their group. nullptr: this worker, or nobody is known.
const worker* worker::robbed_by_opening(const bundle& taken) const noexcept {
  if constexpr (sync::thieves_rest) {
    const group_core* const group = taken.tasks().front()->group();
    if (group != nullptr && group->owner() != this) return group->owner();
  }
  return nullptr;
}

// The first of a bundle; the others are in the own queue then. Out of line, as note_haul.
[[gnu::noinline]] task& worker::unpack(marked_task taken) noexcept {
  if (!is_bundle(taken)) return foremost(taken);
  bundle& opened = bundle_of(taken);
  const worker* const robbed = robbed_by_opening(opened);
  if (robbed != nullptr) haul_.pause(sync::now());
  crew_.count_opened(opened);
  const auto more = static_cast<std::uint32_t>(opened.tasks().size()) - 1;
  task& first = *keep_rest(opened.tasks());
  opened.release();
  // In a long queue they take no more of the turns than they would one by one; else it would only grow.
  if (queue_.size_hint() > sync::queue_capacity / 2) look_into_the_inbox_after(sync::inbox_tick * (more + 1));
  if (robbed != nullptr) note_haul(*robbed, more + 1);
  return first;
}

// Before a task, or what it will fork, goes into this queue.
void worker::tell_group(const task& kept) const noexcept {
  group_core* const group = kept.group();
  if (group != nullptr && group->owner() != this) group->with_others().raise();
}

// The first is for now; the others go into the own queue, the oldest last, so that it is taken first.
task* worker::keep_rest(std::span<task* const> found) noexcept {
  bool published = false;
  tell_group(*found[0]);
  for (std::size_t i = found.size() - 1; i > 0; --i) published |= keep(*found[i]);
  if (published) announce();
  return found[0];
}

// True: it was published.
bool worker::keep(task& found) noexcept {
  tell_group(found);
  const split_push done = queue_.get_owner().push(&found);
  if (done == split_push::full) put_back(found);
  return done == split_push::published;
}

task* worker::from_victims(const worker* but) noexcept {
  const unsigned seats = crew_.seats();
  const unsigned first = choices_.below(seats);
  for (unsigned i = 0; i < seats; ++i) {
    const unsigned slot = first + i < seats ? first + i : first + i - seats;
    if (slot == slot_ || !crew_.in_use(slot) || &crew_.at(slot) == but) continue;
    if (task* const found = from(crew_.at(slot))) return found;
  }
  return nullptr;
}

task* worker::from(worker& victim) noexcept {
  std::array<task*, sync::grab_at_most> found;
  const split_steal stolen = victim.queue().get_thief().steal(found.data(), sync::grab_at_most);
  if (stolen.what != split_steal::outcome::got) return nullptr;
  counters_.batches.raise();
  counters_.stolen.raise(stolen.count);
  task* const first = keep_rest({found.data(), stolen.count});
  if (sync::thieves_rest) note_haul(victim, stolen.count);
  return first;
}

void worker::ask_victims_to_expose() noexcept {
  for (unsigned slot = 0; slot < crew_.seats(); ++slot) {
    if (slot == slot_ || !crew_.in_use(slot)) continue;
    worker& victim = crew_.at(slot);
    if (victim.queue().has_private() && victim.ask_to_expose()) counters_.exposures.raise();
  }
}

}  // namespace wyn::runtime
