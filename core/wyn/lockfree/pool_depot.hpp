// pool_depot: where the pools of threads that ended wait for the next thread that needs one.
//
//   adopt: the first idle pool of the list, else a new one -> its owner's thread -> hand_back: idle again
//
// A thread that spawns adopts a pool and hands it back when it ends, records in flight included: those come home to the
// same pool, whoever owns it by then. So pools are as many as threads spawned at the same time, not as threads ever
// spawned, and none is destroyed before the depot. Checked by models/pool_depot, stress/pool_depot.
//
// Invariant: a pool is held by one thread or idle. The list only grows and nothing is ever unlinked; a pool is claimed by
// an exchange on its own state. So there is no pop, and no head that could return to an old value (ABA).
//
// Field rights
//   first_                  pushed by whoever adds a pool; read by all
//   an entry's next         written before the entry is pushed, constant after
//   an entry's possession   set to held by whoever claims the pool, to idle by its holder
//   an entry's pool         its holder's; its return stack any thread's
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <new>
#include <utility>

#include "wyn/lockfree/task_pool.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"
#include "wyn/sync/process_wide.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn {

/// Any thread may call any member except the destructor. It outlives its pools' last use.
template <typename Pool>
class basic_pool_depot {
 public:
  /// A depot of pools with these options. Throws std::invalid_argument if they are not valid.
  explicit basic_pool_depot(task_pool_options options = {}) : options_(options) {
    static_cast<void>(Pool(options));  // throws now, not in adopt
  }

  basic_pool_depot(const basic_pool_depot&) = delete;
  basic_pool_depot& operator=(const basic_pool_depot&) = delete;

  /// All pools must have been handed back, with all their records.
  ~basic_pool_depot() {
    // Relaxed: whoever destroys has synchronised with every user already.
    entry* next = first_.load(sync::relaxed<"pool_depot.destroy.first">);
    while (next != nullptr) {
      entry* const ended = next;
      next = ended->next.get();
      end(ended);
    }
  }

  /// Frees the pools that are idle and have all their records. Nobody else adopts one meanwhile.
  void trim() noexcept {
    entry* kept = nullptr;
    // Relaxed: whoever trims has synchronised with every user already.
    for (entry* next = first_.load(sync::relaxed<"pool_depot.trim.first">); next != nullptr;) {
      entry* const one = next;
      next = one->next.get();
      // pairs: pool_depot.hand_back.idle
      // without: a pool is freed that its last holder is still writing
      const bool is_idle = one->possession.load(sync::acquire<"pool_depot.trim.possession">) == state::idle;
      if (is_idle && one->is_whole()) {
        end(one);
        continue;
      }
      one->next.set(kept);
      kept = one;
    }
    // waiver: nobody looks for a pool meanwhile; whoever does afterwards has synchronised with this thread
    // Relaxed: as above.
    first_.store(kept, sync::relaxed<"pool_depot.trim.kept">);
  }

  /// An idle pool, or a new one if each was seen held; the calling thread is its owner. Wait-free in the number of
  /// pools, but for a new pool's allocation and its push, which is lock-free. Throws std::bad_alloc: nothing changed.
  [[nodiscard]] Pool& adopt() {
    // Makes the pools and their links visible.
    // pairs: pool_depot.add.publish
    // without: an entry is read before it is written
    entry* candidate = first_.load(sync::acquire<"pool_depot.adopt.first">);
    while (candidate != nullptr && !claim(*candidate)) candidate = candidate->next.get();
    return candidate != nullptr ? *candidate : add();
  }

  /// Ends the calling thread's ownership of a pool that it adopted here. Wait-free.
  void hand_back(Pool& pool) noexcept {
    auto& handed = static_cast<entry&>(pool);
    WYN_EXPECTS(&handed.depot == this, "pool_depot.hand_back of another depot's pool");
    handed.hand_over();
    // Makes all that the holder did with the pool visible to the next one.
    // pairs: pool_depot.adopt.claim, pool_depot.trim.possession
    // without: the next holder sees older free records and hands out one that is in use
    handed.possession.store(state::idle, sync::release<"pool_depot.hand_back.idle">);
  }

 private:
  enum class state : std::uint32_t { held, idle };

  struct entry : Pool {
    entry(basic_pool_depot& of, entry* behind) : Pool(of.options_), depot(of), next(behind) {}

    const basic_pool_depot& depot;
    sync::plain<entry*> next;
    sync::atomic<state> possession{state::held};
  };

  static bool claim(entry& candidate) noexcept {
    // Relaxed: only saves the exchange on a pool that is held.
    if (candidate.possession.load(sync::relaxed<"pool_depot.adopt.look">) == state::held) return false;
    // Makes all that the last holder did with the pool visible.
    // pairs: pool_depot.hand_back.idle
    // without: older free records are used, and one is handed out that is in use
    return candidate.possession.exchange(state::held, sync::acquire<"pool_depot.adopt.claim">) == state::idle;
  }

  [[gnu::noinline, gnu::cold]] Pool& add() {
    void* const memory = sync::allocate(sizeof(entry), alignof(entry));
    // Relaxed: nothing in it is read before adopt reads it again; the swap says whether it still is the first.
    entry* first = first_.load(sync::relaxed<"pool_depot.add.first">);
    auto* const added = ::new (memory) entry(*this, first);
    // Makes the new entry visible to whoever looks for an idle pool.
    // pairs: pool_depot.adopt.first
    // without: as pool_depot.adopt.first
    while (!first_.compare_exchange_weak(first, added, sync::release<"pool_depot.add.publish">,
                                         // Relaxed: as pool_depot.add.first.
                                         sync::relaxed<"pool_depot.add.lost">)) {
      added->next.set(first);
    }
    return *added;
  }

  static void end(entry* ended) noexcept {
    // Relaxed: whoever destroys has synchronised with every user already.
    [[maybe_unused]] const state last = ended->possession.load(sync::relaxed<"pool_depot.destroy.possession">);
    WYN_EXPECTS(last == state::idle, "pool_depot destroyed while a pool of it is held");
    ended->~entry();
    sync::deallocate(ended, sizeof(entry), alignof(entry));
  }

  const task_pool_options options_;
  sync::atomic<entry*> first_{nullptr};
};

using pool_depot = basic_pool_depot<task_pool>;

/// A depot for each of sync::record_classes, by its index.
class pool_depots {
 public:
  static constexpr std::size_t classes = std::size(sync::record_classes);

  pool_depots() : of_class(make(std::make_index_sequence<classes>{})) {}

  std::array<pool_depot, classes> of_class;

  /// As pool_depot::trim.
  void trim() noexcept {
    for (pool_depot& one : of_class) one.trim();
  }

 private:
  static task_pool_options options_of(sync::record_class wanted) { return {wanted.record_size, wanted.slab_records}; }

  template <std::size_t... Index>
  static std::array<pool_depot, classes> make(std::index_sequence<Index...>) {
    return {{pool_depot(options_of(sync::record_classes[Index]))...}};
  }
};

/// The process's depots. Never destroyed, so a record may come home at any time, even during static destruction.
/// Any thread; only the first call may wait.
[[nodiscard]] inline pool_depots& process_depots() {
  return sync::process_wide<pool_depots>();
}

}  // namespace wyn
