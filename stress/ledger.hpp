// ledger: which thread got which element, by the element's number. A counter would hide an element that came
// out twice beside one that was lost.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wyn::stress {

/// What an element points to: plain memory, written before the push and read by whoever gets the element.
struct record {
  std::uint64_t id;
  std::uint64_t mark;
};

class ledger {
 public:
  ledger(unsigned threads, std::size_t elements, std::uint64_t salt)
      : salt_(salt), records_(elements, record{unwritten, 0}), obtained_(threads) {
    for (auto& list : obtained_) list.of.reserve(elements);
  }

  /// Writes the record of element `id`, for its push. Each id once, by any thread.
  [[nodiscard]] record* make(std::size_t id) noexcept {
    records_[id] = {id, mark_of(id)};
    return &records_[id];
  }

  /// The record of element `id`.
  [[nodiscard]] const record* at(std::size_t id) const noexcept { return &records_[id]; }

  /// Thread `thread` got this element. Reads its record, as a user would, and returns its id.
  std::uint64_t obtain(unsigned thread, const record* element) {
    const bool known = element >= records_.data() && element < records_.data() + records_.size();
    const std::uint64_t id = known ? static_cast<std::uint64_t>(element - records_.data()) : unwritten;
    const bool visible = known && element->id == id && element->mark == mark_of(id);
    obtained_[thread].of.push_back({id, visible});
    return id;
  }

  [[nodiscard]] std::size_t obtained_by(unsigned thread) const { return obtained_[thread].of.size(); }

  /// Call it after all threads were joined: each record was made, and came out once and as it was written.
  void expect_exactly_once() const {
    std::vector<std::string> holders(records_.size());
    std::vector<unsigned> times(records_.size(), 0);
    std::size_t invisible = 0;
    for (std::size_t thread = 0; thread < obtained_.size(); ++thread) {
      for (const entry& got : obtained_[thread].of) {
        if (!got.visible && ++invisible <= reported_at_most) report_invisible(got.id, thread);
        if (got.id == unwritten) continue;
        ++times[got.id];
        holders[got.id].append(" ").append(std::to_string(thread));
      }
    }
    report(times, holders);
  }

 private:
  static constexpr std::uint64_t unwritten = ~std::uint64_t{0};
  static constexpr std::size_t reported_at_most = 8;

  // What a thread got, and whether it saw the record as it was written.
  struct entry {
    std::uint64_t id;
    bool visible;
  };

  struct alignas(64) own_list {
    std::vector<entry> of;
  };

  [[nodiscard]] std::uint64_t mark_of(std::uint64_t id) const noexcept {
    return (id + 1) * 0x9e3779b97f4a7c15U ^ salt_;
  }

  static void report_invisible(std::uint64_t id, std::size_t thread) {
    if (id == unwritten) ADD_FAILURE() << "thread " << thread << " got an element that nobody made";
    else ADD_FAILURE() << "element " << id << " came out to thread " << thread << ", which did not see its record";
  }

  static void report(const std::vector<unsigned>& times, const std::vector<std::string>& holders) {
    std::size_t wrong = 0;
    for (std::size_t id = 0; id < times.size() && wrong < reported_at_most; ++id) {
      if (times[id] == 1) continue;
      ++wrong;
      if (times[id] == 0) ADD_FAILURE() << "element " << id << " was lost";
      else ADD_FAILURE() << "element " << id << " came out " << times[id] << " times, to threads" << holders[id];
    }
  }

  const std::uint64_t salt_;
  std::vector<record> records_;
  std::vector<own_list> obtained_;
};

}  // namespace wyn::stress
