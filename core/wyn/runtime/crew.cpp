#include "wyn/runtime/crew.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <utility>

#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::runtime {

crew::crew(crew_options options)
    : options_(std::move(options)),
      idle_(seats()),
      attached_(options_.attachable),
      used_(options_.attachable),
      workers_(static_cast<worker*>(sync::allocate(size_for(), alignof(worker)))) {
  unsigned made = 0;
  try {
    for (; made < seats(); ++made) ::new (workers_ + made) worker(*this, made);
  } catch (...) {
    while (made > 0) workers_[--made].~worker();
    sync::deallocate(workers_, size_for(), alignof(worker));
    throw;
  }
  for (unsigned slot = options_.workers; slot < seats(); ++slot) {
    static_cast<void>(workers_[slot].queue().get_thief().set_want());
  }
}

crew::~crew() {
  for (unsigned slot = seats(); slot > 0; --slot) workers_[slot - 1].~worker();
  sync::deallocate(workers_, size_for(), alignof(worker));
}

worker* crew::take_seat() {
  if (!idle_.enter()) return nullptr;
  for (unsigned i = 0; i < options_.attachable; ++i) {
    if (!attached_[i].take()) continue;
    used_[i].set(true);
    worker& seat = workers_[options_.workers + i];
    try {
      seat.sit_down();
    } catch (...) {
      leave_seat(seat);
      throw;
    }
    return &seat;
  }
  idle_.leave();
  return nullptr;
}

// Counted as awake until its tasks are in the inbox: between its queue and the inbox they are nowhere to be seen.
void crew::leave_seat(worker& seat) noexcept {
  seat.stand_up();
  attached_[seat.slot() - options_.workers].leave();
  idle_.leave();
}

unsigned crew::attached() noexcept {
  unsigned count = 0;
  for (unsigned i = 0; i < options_.attachable; ++i) count += attached_[i].taken() ? 1 : 0;
  return count;
}

marked_task crew::announced(marked_task added) noexcept {
  if (group_core* const group = foremost(added).group()) group->in_inbox().raise();
  return added;
}

bool crew::inject(const bundle& filled) {
  const std::size_t more = filled.tasks().size() - 1;  // afterwards it is somebody else's
  if (inbox_.push(marked(filled)) == inject_outcome::closed) return false;
  bundled_.raise(more);
  idle_.notify();
  return true;
}

bool crew::inject_from_worker(marked_task spawned) noexcept {
  try {
    inbox_.push_late(announced(spawned));
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

std::size_t crew::inject_from_worker(std::span<task* const> spawned) noexcept {
  if (bundle* const packed = bundle::make_of(spawned)) {
    if (inject_from_worker(marked(*packed))) {
      bundled_.raise(spawned.size() - 1);
      return spawned.size();
    }
    packed->release();
    return 0;
  }
  std::array<marked_task, sync::spill_at_once> each;
  WYN_EXPECTS(spawned.size() <= each.size(), "%zu tasks are injected at once", spawned.size());
  std::transform(spawned.begin(), spawned.end(), each.begin(), [](task* one) { return announced(marked(*one)); });
  return inbox_.push_bulk_late({each.data(), spawned.size()});
}

std::size_t crew::waiting_hint() const noexcept {
  const std::uint64_t opened = opened_.get();  // maybe before whoever injected it has counted it
  return inbox_.size_hint() + (std::max(bundled_.get(), opened) - opened);
}

std::size_t crew::waiter_of(const task& stranger) noexcept {
  if (stranger.is_fork()) return stranger.forker().on->slot();
  group_core* const group = stranger.group();
  return group != nullptr && group->owner() != nullptr ? group->owner()->slot() : idle::no_slot;
}

// In this order: whoever knows of the close by idle sees, in an empty inbox, one that stays empty.
void crew::close(bool abandon) noexcept {
  if (abandon) abandoning_.set(true);
  inbox_.close();
  idle_.close();
}

void crew::panic(std::exception_ptr&& thrown, spawn_location where) noexcept {
  if (options_.on_panic) return options_.on_panic(std::move(thrown), where);
  const char* what = "an exception that is no std::exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    what = error.what();
    std::fprintf(stderr, "wyn: a task spawned at %s:%u threw: %s\n", where.file(), where.line(), what);
  } catch (...) {
    std::fprintf(stderr, "wyn: a task spawned at %s:%u threw %s\n", where.file(), where.line(), what);
  }
  std::terminate();
}

void crew::want() noexcept {
  bool set_one = false;
  for (unsigned slot = 0; slot < seats(); ++slot) {
    if (in_use(slot)) set_one |= workers_[slot].queue().get_thief().set_want();
  }
  if (set_one) worker_queue::thief::settle_wants();
}

bool crew::quiet() noexcept {
  for (unsigned slot = 0; slot < seats(); ++slot) {
    if (!in_use(slot)) continue;
    worker& seat = workers_[slot];
    auto& queue = seat.queue();
    if (!queue.get_thief().wanted()) return false;
    if (queue.size_hint() == 0) continue;
    // What is private and asked for comes with a notify of its own.
    if (queue.public_hint() != 0 || !seat.asked_to_expose()) return false;
  }
  return inbox_.empty();
}

}  // namespace wyn::runtime
