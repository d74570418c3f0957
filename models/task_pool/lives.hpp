// lives: what happens in the records, whichever pool they are of. Shared by the models of task_pool and pool_depot.
//
// Every record has a task while it is in use, and beside it a cell that is never constructed anew: both are touched when
// the task is made, run and ended. A record that is handed out too early is a data race, a task that is gone, or a record
// that is in use twice.
#pragma once

#include <cstdint>
#include <new>

#include "models/engine/engine.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class lives {
 public:
  static constexpr unsigned limit = 12;

  /// The object that lives in a record.
  struct task {
    explicit task(std::uint64_t given) noexcept : number(given) {}
    sync::plain<std::uint64_t> number;
  };
  static_assert(sizeof(task) <= 64);

  /// A record was handed out: makes a task in it.
  task* begin(void* record) {
    entry& at = entry_of(record);
    expect(!at.in_use, "a record is handed out that is in use");
    expect(at.touched.get() == 0, "a record is handed out before its last task ended");
    at.in_use = true;
    at.number = ++begun_;
    at.touched.set(at.number);
    note("task %u begins in record %u", at.number, index_of(record));
    return ::new (record) task(at.number);
  }

  /// Runs the task and ends it: the record is ready to be given back.
  void* end(task* ended) {
    entry& at = entry_of(ended);
    expect(at.in_use, "a task is gone before it ran");
    expect(ended->number.get() == at.number && at.touched.get() == at.number, "a task is not as it was made");
    note("task %u ends in record %u", at.number, index_of(ended));
    at.touched.set(0);
    at.in_use = false;
    ended->~task();
    return ended;
  }

  /// How many different records were ever handed out.
  [[nodiscard]] unsigned records() const { return known_; }

 private:
  struct entry {
    void* record = nullptr;
    sync::plain<std::uint64_t> touched{0};
    bool in_use = false;  // what really happened, kept where it orders nothing
    unsigned number = 0;
  };

  unsigned index_of(void* record) {
    for (unsigned i = 0; i < known_; ++i) {
      if (entries_[i].record == record) return i;
    }
    expect(known_ < limit, "a model uses too many records");
    entries_[known_].record = record;
    return known_++;
  }
  entry& entry_of(void* record) { return entries_[index_of(record)]; }

  entry entries_[limit];
  unsigned known_ = 0;
  unsigned begun_ = 0;
};

}  // namespace wyn::models
