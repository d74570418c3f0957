// free_record: a pool's record while nobody uses it. Its own memory holds the link to the next one.
//
// Made by the pool's release and by a chain on its way home; ended when the pool hands the record out again. The link is
// plain memory: whoever follows it must be ordered behind whoever wrote it, and a record that is handed out while it is
// in flight has two lives in the same bytes, which the model reports. Checked by models/task_pool.
#pragma once

#include <cstddef>
#include <new>

#include "wyn/sync/contract.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

class free_record {
 public:
  /// The least size of a record, and what its alignment is a multiple of.
  static constexpr std::size_t least_size = 64;

  free_record(const free_record&) = delete;
  free_record& operator=(const free_record&) = delete;

  /// Turns the memory of a record, in which no object lives any more, into a free one. The caller has the record.
  static free_record* make(void* record, free_record* next) noexcept {
    WYN_EXPECTS(!sync::free_mark::is_in(record), "a record is given back that is free already");
    auto* const made = ::new (record) free_record(next);
    sync::free_mark::put(record);
    return made;
  }

  /// Ends it: the memory is the caller's.
  void* take() noexcept {
    void* const record = this;
    this->~free_record();
    return in_use(record);
  }

  /// The same for memory that was never free.
  static void* in_use(void* record) noexcept {
    sync::free_mark::clear(record);
    return record;
  }

  [[nodiscard]] free_record* next() const noexcept { return next_.get(); }
  void set_next(free_record* next) noexcept { next_.set(next); }

 private:
  explicit free_record(free_record* next) noexcept : next_(next) {}
  ~free_record() = default;

  [[no_unique_address, maybe_unused]] sync::free_mark mark_;  // first, as free_mark asks for
  sync::plain<free_record*> next_;
};

static_assert(sizeof(free_record) <= free_record::least_size);

}  // namespace wyn
