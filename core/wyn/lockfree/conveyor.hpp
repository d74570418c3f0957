// conveyor: which item of a pipeline may go into which serial stage, and when.
//
// A serial stage takes the items one at a time, in the order of their numbers. An item goes into it when two have come: the
// item itself, out of the stage before, and the item before it, out of this stage. The first of the two that comes goes
// away, the second one takes the item through. Nobody waits. The source is the first serial stage, and its items come out of
// their places: item n has the place n modulo `places`, which the item `places` before it leaves when it ends.
//
// A gate is used again by the next item at the same place. That is ordered: the item's own arrival comes after the end of
// the item that had its place, and the arrival of the item before it comes, by the gates of all items between, after what
// went through here last. Checked by models/conveyor, property_tests/conveyor, stress/conveyor and `gate conveyor`.
//
// Field rights
//   came_   raised by whoever comes to the gate; even: nobody waits
#pragma once

#include <cstddef>
#include <cstdint>

#include "wyn/lockfree/fixed_array.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

class conveyor {
 public:
  /// For `places` items at a time, through `serial_stages` of which the first one is the source; each at least 1. Whoever
  /// makes it takes item 0 into the source. Throws std::bad_alloc.
  conveyor(std::size_t places, std::size_t serial_stages)
      : places_(places), serial_stages_(serial_stages), gates_(places * serial_stages) {
    WYN_EXPECTS(places != 0 && serial_stages != 0, "conveyor: no places, or no source");
    for (std::size_t place = 1; place < places; ++place) static_cast<void>(gate(0, place).comes());
    for (std::size_t stage = 1; stage < serial_stages; ++stage) static_cast<void>(gate(stage, 0).comes());
  }

  /// The item has come to a serial stage behind the source. True: the caller takes it through, and what the item before it
  /// did there is visible. False: whoever takes that one through will, and the caller goes away. Any thread; wait-free.
  [[nodiscard]] bool comes_to(std::size_t stage, std::uint64_t item) noexcept { return gate(stage, item).comes(); }

  /// The item has left the serial stage. True: the item after it is there already, and the caller sees to it that it goes
  /// through. Any thread; wait-free.
  [[nodiscard]] bool leaves(std::size_t stage, std::uint64_t item) noexcept { return gate(stage, item + 1).comes(); }

  /// The item has left the last stage, and its place is free. True: the caller takes the item that has this place next into
  /// the source. Any thread; wait-free.
  [[nodiscard]] bool ends(std::uint64_t item) noexcept { return gate(0, item).comes(); }

 private:
  class gate_of_two {
   public:
    // Whether the caller is the second of two; then it is as new.
    [[nodiscard]] bool comes() noexcept {
      // Makes what the first one did visible to the second one.
      // pairs: conveyor.gate.comes
      // without: an item goes into a stage whose state, or the item itself, another thread is still writing
      return came_.fetch_add(1, sync::acq_rel<"conveyor.gate.comes">) % 2 != 0;
    }

   private:
    sync::atomic<std::uint32_t> came_{0};
  };

  // Item n + places has the gates of item n.
  gate_of_two& gate(std::size_t stage, std::uint64_t item) noexcept {
    return gates_[static_cast<std::size_t>(item % places_) * serial_stages_ + stage];
  }

  const std::size_t places_;
  const std::size_t serial_stages_;
  fixed_array<gate_of_two> gates_;
};

}  // namespace wyn
