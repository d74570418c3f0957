// task_outbox: one thread's records of other pools, collected until they go home together.
//
// A worker that has run a stolen task puts its record here. Records of the same home go back as one chain, by one
// compare-and-swap on the home pool's return stack; another home, a full batch or a flush sends them. The worker flushes
// before it sleeps or ends, so that what it holds back is bounded. Checked by models/task_pool, stress/task_pool.
#pragma once

#include <cstddef>
#include <utility>

#include "wyn/lockfree/record_chain.hpp"
#include "wyn/lockfree/task_pool.hpp"
#include "wyn/sync/contract.hpp"

namespace wyn {

/// Not thread-safe: one thread's. Flush it before it ends.
template <typename Pool>
class basic_task_outbox {
 public:
  /// Holds back at most `bound` - 1 records between two calls; 0 is as 1.
  explicit basic_task_outbox(std::size_t bound = 32) noexcept : bound_(bound) {}

  basic_task_outbox(const basic_task_outbox&) = delete;
  basic_task_outbox& operator=(const basic_task_outbox&) = delete;

  ~basic_task_outbox() {
    WYN_EXPECTS(chain_.empty(), "task_outbox ends while it holds %zu records: flush it", chain_.size());
  }

  /// Takes a record of any pool, in which no object lives any more. Lock-free.
  void put(void* record) noexcept {
    Pool& home = Pool::home_of(record);
    if (&home != home_) flush();
    home_ = &home;
    chain_.push(record);
    if (chain_.size() >= bound_) flush();
  }

  /// Sends home what it holds. Lock-free.
  void flush() noexcept {
    if (!chain_.empty()) home_->return_chain(std::exchange(chain_, {}));
  }

  /// How many records it holds.
  [[nodiscard]] std::size_t size() const noexcept { return chain_.size(); }

 private:
  const std::size_t bound_;
  Pool* home_ = nullptr;
  record_chain chain_;  // of home_
};

using task_outbox = basic_task_outbox<task_pool>;

}  // namespace wyn
