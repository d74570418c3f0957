// watch_list: what waits are going on, for somebody who looks at them now and then.
//
//   empty -> taken -> shown <-> seen -> told        taken and shown by the waiter; seen and told by the watcher
//   shown or told -> empty (the waiter)    seen -> left (the waiter) -> empty (the watcher)
//
// A waiter shows its wait in a place of its own and takes it back when the wait is over, whatever the watcher does at that
// moment: who is being looked at leaves the place to the watcher. So nobody waits for the other, and the watcher may call
// the program with what it sees. Checked by models/watch_list, property_tests/watch_list, stress/watch_list and
// `gate watch_list`.
//
// Field rights
//   state_   as above; the wait beside it belongs to the waiter in `taken`, and is the watcher's to read in `seen`
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/lockfree/fixed_array.hpp"
#include "wyn/sync/atomic.hpp"

namespace wyn {

/// Wait is what is known of one: made once with the list, written by whoever shows one there.
template <typename Wait>
class watch_list {
 public:
  class place;

  /// For so many waits at the same time. Throws std::bad_alloc.
  explicit watch_list(std::size_t most) : places_(most) {}

  /// Shows a wait, which `write(Wait&)` writes down. nullptr: all places are taken, and nobody will see it. Any thread;
  /// wait-free.
  template <typename Write>
  [[nodiscard]] place* show(Write write) noexcept {
    for (place& one : places_) {
      if (!one.take()) continue;
      write(one.wait_);
      one.show();
      return &one;
    }
    return nullptr;
  }

  /// The wait is over; nullptr: it was not shown. The thread that showed it; lock-free.
  void end(place* where) noexcept {
    if (where != nullptr) where->end();
  }

  /// Calls `see(const Wait&)` for each wait that is going on and was not told yet. True: it has been told now, and is not
  /// seen again. One thread at a time; lock-free but for what `see` does.
  template <typename See>
  void look(See see) noexcept {
    for (place& one : places_) {
      if (one.begin_look()) one.end_look(see(static_cast<const Wait&>(one.wait_)));
    }
  }

 private:
  fixed_array<place> places_;
};

/// Where a wait is shown.
template <typename Wait>
class watch_list<Wait>::place {
 private:
  friend class watch_list;
  enum state : std::uint32_t { empty, taken, shown, seen, told, left };

  [[nodiscard]] bool take() noexcept {
    // Relaxed: only saves the exchange on a place that is taken.
    if (state_.load(sync::relaxed<"watch_list.show.look">) != empty) return false;
    std::uint32_t found = empty;
    // The watcher and the last waiter are done with it.
    // pairs: watch_list.show.place, watch_list.look.back, watch_list.look.clear
    // without: a wait is written down while another thread still reads or writes the place's last one
    return state_.compare_exchange_strong(found, taken, sync::acquire<"watch_list.show.take">,
                                          // Relaxed: the value found is not used.
                                          sync::relaxed<"watch_list.show.lost">);
  }

  void show() noexcept {
    // pairs: watch_list.look.take, watch_list.show.take
    // without: the watcher reads a wait that is half written, or the next one writes its own before this one is written
    state_.store(shown, sync::release<"watch_list.show.place">);
  }

  void end() noexcept {
    std::uint32_t found = shown;
    // Relaxed: the wait was written before it was shown. What that released, and what the watcher did since, goes on through
    // a read-modify-write.
    while (!state_.compare_exchange_strong(found, found == seen ? left : empty, sync::relaxed<"watch_list.end.leave">,
                                           // Relaxed: the value found is only tried next.
                                           sync::relaxed<"watch_list.end.lost">)) {
    }
  }

  [[nodiscard]] bool begin_look() noexcept {
    // Relaxed: only saves the exchange on a place where nobody waits.
    if (state_.load(sync::relaxed<"watch_list.look.hint">) != shown) return false;
    std::uint32_t found = shown;
    // pairs: watch_list.show.place
    // without: as watch_list.show.place
    return state_.compare_exchange_strong(found, seen, sync::acquire<"watch_list.look.take">,
                                          // Relaxed: the value found is not used.
                                          sync::relaxed<"watch_list.look.lost">);
  }

  void end_look(bool was_told) noexcept {
    std::uint32_t found = seen;
    // pairs: watch_list.show.take
    // without: the next wait is written down while the watcher reads this one
    if (state_.compare_exchange_strong(found, was_told ? told : shown, sync::release<"watch_list.look.back">,
                                       // Relaxed: it was left, and is the watcher's alone.
                                       sync::relaxed<"watch_list.look.left">)) {
      return;
    }
    // pairs: watch_list.show.take
    // without: as watch_list.look.back
    state_.store(empty, sync::release<"watch_list.look.clear">);
  }

  Wait wait_{};
  sync::atomic<std::uint32_t> state_{empty};
};

}  // namespace wyn
