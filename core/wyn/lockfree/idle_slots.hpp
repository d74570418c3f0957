// idle_slots: the slots of the threads that sleep, or wait; a part of idle.hpp.
//
// Field rights
//   words_    a slot's bit: set by its own thread, cleared by it or by a waker
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "wyn/lockfree/fixed_array.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

class idle_slots {
 public:
  explicit idle_slots(std::size_t slots) : words_((slots + slots_per_word - 1) / slots_per_word) {}

  void insert(std::size_t slot) noexcept {
    // Relaxed: ordered by the fence that follows every announcement.
    [[maybe_unused]] const std::uint64_t before =
        words_[slot / slots_per_word].slots.fetch_add(bit(slot), sync::relaxed<"idle.set.insert">);
    WYN_EXPECTS((before & bit(slot)) == 0, "idle: slot %zu announces a sleep while it sleeps", slot);
  }

  [[nodiscard]] bool contains(std::size_t slot) noexcept { return (members(slot) & bit(slot)) != 0; }

  // False: somebody claimed it first.
  [[nodiscard]] bool remove(std::size_t slot) noexcept {
    for (std::uint64_t seen = members(slot); (seen & bit(slot)) != 0; seen = members(slot)) {
      // Relaxed: nobody learns anything from it.
      if (words_[slot / slots_per_word].slots.compare_exchange_weak(seen, seen & ~bit(slot),
                                                                    sync::relaxed<"idle.set.remove">,
                                                                    // Relaxed: read again.
                                                                    sync::relaxed<"idle.set.remove_again">)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool any() noexcept {
    return std::any_of(words_.begin(), words_.end(), [](const word& some) {
      // Relaxed: ordered by the caller's fence.
      return some.slots.load(sync::relaxed<"idle.set.any">) != 0;
    });
  }

  // Takes the lowest slot out; `about_to(slot)` comes before every attempt at one.
  template <typename AboutTo>
  [[nodiscard]] std::optional<std::size_t> claim(AboutTo about_to) noexcept {
    for (word& some : words_) {
      // Relaxed: the claim compares it.
      std::uint64_t seen = some.slots.load(sync::relaxed<"idle.set.first">);
      while (seen != 0) {
        const std::size_t lowest = static_cast<std::size_t>(&some - words_.begin()) * slots_per_word +
                                   static_cast<std::size_t>(std::countr_zero(seen));
        about_to(lowest);
        // Makes visible to the chosen thread what its waker did, the count of it included.
        // pairs: idle.set.members
        // without: the woken thread uncounts itself before it is counted, or does not see what it was woken for
        if (some.slots.compare_exchange_weak(seen, seen & (seen - 1), sync::release<"idle.set.claim">,
                                             // Relaxed: compared again.
                                             sync::relaxed<"idle.set.claim_again">)) {
          return lowest;
        }
      }
    }
    return std::nullopt;
  }

  template <typename Wake>
  std::size_t claim_all(Wake wake) noexcept {
    std::size_t count = 0;
    for (std::size_t first = 0; first < words_.size() * slots_per_word; first += slots_per_word) {
      word& some = words_[first / slots_per_word];
      // Relaxed: only who is there since before the caller's fence must be found.
      if (some.slots.load(sync::relaxed<"idle.set.some">) == 0) continue;
      // Relaxed: nobody has counted for those who are claimed; what they must see is behind the caller's fence.
      std::uint64_t claimed = some.slots.exchange(0, sync::relaxed<"idle.set.claim_all">);
      for (; claimed != 0; claimed &= claimed - 1, ++count) {
        wake(first + static_cast<std::size_t>(std::countr_zero(claimed)));
      }
    }
    return count;
  }

 private:
  static constexpr std::size_t slots_per_word = 64;
  static constexpr std::uint64_t bit(std::size_t slot) noexcept { return std::uint64_t{1} << slot % slots_per_word; }

  [[nodiscard]] std::uint64_t members(std::size_t slot) noexcept {
    // Makes visible what the waker did that claimed the calling thread.
    // pairs: idle.set.claim
    // without: as idle.set.claim
    return words_[slot / slots_per_word].slots.load(sync::acquire<"idle.set.members">);
  }

  struct word {
    sync::atomic<std::uint64_t> slots{0};
  };
  fixed_array<word> words_;
};

}  // namespace wyn
