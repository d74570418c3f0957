// task_pool: hands out records, fixed-size pieces of memory for a task and its closure, and gets them back from anywhere.
//
//   owner: allocate <- free blocks <- returned chain <- fresh records of a slab <- return stack <- new slab
//   owner: release -> free blocks     any other thread: return_chain, return_record -> return stack
//
// A spawn asks its thread's pool for a record. Whoever has run the task destroys the closure and gives the record to its
// home pool: release if that is the caller's own, otherwise the caller's task_outbox, which returns in batches. The pool
// of a thread that ends goes to the pool_depot. Checked by models/task_pool, property_tests/task_pool, stress/task_pool.
//
// Invariant: a record is in one place: in use, in the free blocks, in the return stack, in one chain, or fresh. In the
// steady state, in which a thread spawns and runs its own, only the free blocks are touched: no atomic, no shared line.
//
// Field rights
//   free_       the owner's; handed on with the pool
//   chain_      as free_; what was in the return stack
//   slabs_      the owner's; handed on with the pool
//   returned_   pushed by any thread; emptied by the owner, all at once
//
// Source: the return stack is Treiber's (Systems Programming: Coping with Parallelism, IBM RJ 5118, 1986). It is never
// popped, only emptied by an exchange, so a head that returns to an old value (ABA) means nothing to anybody.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "wyn/lockfree/free_blocks.hpp"
#include "wyn/lockfree/free_record.hpp"
#include "wyn/lockfree/record_chain.hpp"
#include "wyn/lockfree/task_slab.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/plain.hpp"
#include "wyn/sync/sizes.hpp"

namespace wyn {

struct task_pool_options {
  std::size_t record_size = 64;     // bytes: a multiple of 64, at most half of a block's
  std::size_t slab_records = 8192;  // records by which the pool grows, at least 1
};

/// A pool of records aligned to 64 bytes. BlockBytes, a power of two, is the piece of a slab that shares a header.
/// It outlives its records: destroy it only after all of them are back, and nobody acts on it.
template <std::size_t BlockBytes>
class basic_task_pool {
 public:
  /// Throws std::invalid_argument if the options are not as their comments say. Allocates nothing.
  explicit basic_task_pool(task_pool_options options = {}) : slabs_(checked_layout(options)) {}

  basic_task_pool(const basic_task_pool&) = delete;
  basic_task_pool& operator=(const basic_task_pool&) = delete;

  ~basic_task_pool() {
    // Relaxed: whoever destroys has synchronised with every user already.
    free_record* const returned = returned_.load(sync::relaxed<"task_pool.destroy.returned">);
    [[maybe_unused]] const std::size_t free = end_all(chain_.get()) + end_all(returned) + end_all_put();
    WYN_EXPECTS(free == slabs_.handed_out(), "task_pool destroyed while %zu of its records are in use",
                slabs_.handed_out() - free);
  }

  /// A record, in which no object lives. Owner only. Wait-free but for growth, which allocates a slab.
  /// Throws std::bad_alloc if that fails: the pool is as before.
  [[nodiscard]] void* allocate() {
    owner_.expect("task_pool.allocate");
    void* const record = free_.take();
    return record != nullptr ? record : allocate_elsewhere();
  }

  /// Gives back a record of this pool, in which no object lives any more. Owner only. Wait-free.
  void release(void* record) noexcept {
    owner_.expect("task_pool.release");
    WYN_EXPECTS(&home_of(record) == this, "task_pool.release of another pool's record");
    free_.put(record);
  }

  /// Gives back records of this pool. Any thread. Lock-free, one compare-and-swap however many they are.
  /// When it happens before the owner's allocate, that one reuses them before it grows.
  void return_chain(const record_chain& chain) noexcept {
    if (chain.empty()) return;
    WYN_EXPECTS(&home_of(chain.first()) == this, "task_pool.return_chain of another pool's records");
    // Relaxed: the chain is linked to it and the swap says whether it still is the newest; nothing in it is read.
    free_record* newest = returned_.load(sync::relaxed<"task_pool.return.newest">);
    do {
      chain.last()->set_next(newest);
      // Makes the links visible, and that the records' users are done with them.
      // pairs: task_pool.allocate.returned, task_pool.is_whole.returned
      // without: the owner follows a link that is not written yet, or hands out a record that is still read
    } while (!returned_.compare_exchange_weak(newest, chain.first(), sync::release<"task_pool.return.publish">,
                                              // Relaxed: as task_pool.return.newest.
                                              sync::relaxed<"task_pool.return.lost">));
  }

  /// The same for one record.
  void return_record(void* record) noexcept {
    record_chain chain;
    chain.push(record);
    return_chain(chain);
  }

  /// The pool that handed `record` out. Any thread that has the record. Wait-free.
  [[nodiscard]] static basic_task_pool& home_of(void* record) noexcept { return block::of(record)->home(); }

  /// Bytes of a record. Any thread.
  [[nodiscard]] std::size_t record_size() const noexcept { return slabs_.layout().record_size; }

  /// Whether no record is in use. Nobody acts on the pool meanwhile.
  [[nodiscard]] bool is_whole() const noexcept {
    // Those that returned them may have ended otherwise than by a join.
    // pairs: task_pool.return.publish
    // without: as task_pool.allocate.returned
    const free_record* const returned = returned_.load(sync::acquire<"task_pool.is_whole.returned">);
    return count_put() + length_of(chain_.get()) + length_of(returned) == slabs_.handed_out();
  }

  /// Records that its slabs hold, in use or not. Owner only.
  [[nodiscard]] std::size_t capacity() const noexcept { return slabs_.capacity(); }

  /// Lets the next thread that acts as the owner be it. The two threads must synchronise by other means.
  void hand_over() noexcept { owner_.hand_over(); }

 private:
  using block = task_block<basic_task_pool, BlockBytes>;

  static slab_layout checked_layout(const task_pool_options& options) {
    const std::size_t size = options.record_size;
    if (size == 0 || size % free_record::least_size != 0 || size > BlockBytes / 2) {
      throw std::invalid_argument("task_pool record size " + std::to_string(size) + " is not a multiple of " +
                                  std::to_string(free_record::least_size) + " up to " + std::to_string(BlockBytes / 2));
    }
    if (options.slab_records == 0) throw std::invalid_argument("task_pool slabs of no records");
    return {size, options.slab_records};
  }

  // Out of line, so that an allocate from the open page stays small enough to be inlined.
  [[gnu::noinline]] void* allocate_elsewhere() {
    if (free_.open_page()) return free_.take();
    if (free_record* const returned = chain_.get()) return take_first(returned);
    void* const fresh = slabs_.take_fresh(*this);
    return fresh != nullptr ? fresh : take_returned_or_grow();
  }

  void* take_first(free_record* chain) noexcept {
    chain_.set(chain->next());
    return chain->take();
  }

  [[gnu::noinline, gnu::cold]] void* take_returned_or_grow() {
    // Makes the links of the returned records visible, and that nobody uses them any more.
    // pairs: task_pool.return.publish
    // without: a link is followed that is not written yet, or a record handed out that is still read
    free_record* const returned = returned_.exchange(nullptr, sync::acquire<"task_pool.allocate.returned">);
    if (returned != nullptr) return take_first(returned);
    slabs_.grow(*this);
    return slabs_.take_fresh(*this);
  }

  static std::size_t length_of(const free_record* first) noexcept {
    std::size_t count = 0;
    for (; first != nullptr; first = first->next()) ++count;
    return count;
  }
  static std::size_t end_all(free_record* first) noexcept {
    std::size_t count = 0;
    while (first != nullptr) {
      free_record* const next = first->next();
      first->take();
      first = next;
      ++count;
    }
    return count;
  }

  [[nodiscard]] std::size_t count_put() const noexcept {
    std::size_t count = free_.open_count();
    slabs_.for_each_block([&count](const block& each) { count += each.count_free(); });
    return count;
  }
  std::size_t end_all_put() noexcept {
    std::size_t count = 0;
    do {
      for (; free_.take() != nullptr; ++count) {
      }
    } while (free_.open_page());
    return count;
  }

  static constexpr std::size_t cache_line = 64;

  alignas(cache_line) free_blocks<block> free_;
  sync::plain<free_record*> chain_{nullptr};
  task_slabs<basic_task_pool, BlockBytes> slabs_;
  [[no_unique_address]] sync::ownership owner_;
  alignas(cache_line) sync::atomic<free_record*> returned_{nullptr};
};

/// The pool that ships.
using task_pool = basic_task_pool<sync::record_block>;

}  // namespace wyn
