// record_chain: free records of one pool, linked by one thread, on their way home together.
//
// Filled by the outbox; emptied into the home pool's return stack by one compare-and-swap, however long it is.
#pragma once

#include <cstddef>

#include "wyn/lockfree/free_record.hpp"

namespace wyn {

/// Not thread-safe: one thread's. Forgets its records when it ends, so they must have been returned.
class record_chain {
 public:
  /// Adds a record, in which no object lives any more, in front. Wait-free.
  void push(void* record) noexcept {
    first_ = free_record::make(record, first_);
    if (last_ == nullptr) last_ = first_;
    ++size_;
  }

  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] free_record* first() const noexcept { return first_; }
  [[nodiscard]] free_record* last() const noexcept { return last_; }

 private:
  free_record* first_ = nullptr;
  free_record* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wyn
