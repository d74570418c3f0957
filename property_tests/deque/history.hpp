// history: what the threads of one execution did to a deque, as each thread saw it.
//
// Every thread writes its own log and stamps each operation with its own clock before and after. Nothing is
// shared while the threads run: a common counter would order the operations that are tested.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wyn::properties {

/// An operation with its outcome. A batch is logged as the steals that it is made of.
enum class event : std::uint8_t { pushed, full, took, took_none, stole, found_empty, lost };

struct operation {
  event what;
  unsigned element;  // 1 for the first push, one more for each later one; 0 where there is none
  std::int64_t begin;
  std::int64_t end;
};

/// Such as "take: 3".
[[nodiscard]] std::string to_text(const operation& done);

/// The clock of the logs. Under the model the number of stamps so far: its threads share one system thread.
[[nodiscard]] std::int64_t stamp() noexcept;

/// One thread's operations, in its order. Its size is fixed: under the model an allocation is a step.
class alignas(64) thread_log {
 public:
  static constexpr unsigned limit = 48;

  void add(const operation& done) noexcept;

  /// For what no operation can express, such as a batch that moved other than it says. `what` is a literal.
  void complain(const char* what) noexcept { complaint_ = what; }

  [[nodiscard]] const char* complaint() const noexcept { return complaint_; }
  [[nodiscard]] unsigned size() const noexcept { return size_; }
  [[nodiscard]] const operation& operator[](unsigned i) const noexcept { return operations_[i]; }

 private:
  std::array<operation, limit> operations_;
  unsigned size_ = 0;
  const char* complaint_ = nullptr;
};

struct history {
  static constexpr unsigned thread_limit = 4;

  unsigned threads = 1;       // the owner is thread 0
  unsigned before_start = 0;  // so many of the owner's operations happen before all that the others do
  std::uint64_t bound = 0;    // elements; 0: growable
  std::array<thread_log, thread_limit> logs;
};

/// One line per operation, in a column per thread, ordered by begin.
[[nodiscard]] std::string to_text(const history& told);

}  // namespace wyn::properties
