// linearizability: whether a history is one that the specification (specification.md) allows.
//
// The search follows Wing and Gong, "Testing and Verifying Concurrent Objects", JPDC 1993: build an order
// operation by operation, each next one being an operation that no remaining one ended before, and step back
// where the outcome does not fit. How far each thread has come determines what the deque holds, so no such
// position is searched twice.
#pragma once

#include <array>
#include <cstdint>

#include "property_tests/deque/history.hpp"

namespace wyn::properties {

/// Judges histories, one after the other. Holds the memory of the search, so that judging allocates nothing.
class linearizability_checker {
 public:
  /// nullptr if the specification allows the history, otherwise a literal that says what it does not allow.
  [[nodiscard]] const char* complaint(const history& judged) noexcept;

 private:
  // A set of elements: element e is bit e. Elements are numbered in the order of their pushes, so the lowest
  // bit is the oldest and the highest the youngest.
  using elements = std::uint64_t;
  using position = std::array<std::uint8_t, history::thread_limit>;

  // An operation that raised the top, or may have: the owner's take of what may have been the last element.
  struct claim {
    unsigned element;
    unsigned thread;
    unsigned index;  // in its thread's log
  };

  [[nodiscard]] const char* malformed() const noexcept;
  [[nodiscard]] const char* wrong_log(unsigned thread) const noexcept;
  [[nodiscard]] const char* wrong_pushes() const noexcept;

  void collect_claims() noexcept;
  void collect_claims_of(unsigned thread) noexcept;
  [[nodiscard]] bool may_be_last(unsigned take, elements pushed_and_not_taken) const noexcept;
  [[nodiscard]] bool losses_are_explained(unsigned thread) const noexcept;
  [[nodiscard]] unsigned first_unknown_claim(unsigned thread) const noexcept;
  [[nodiscard]] bool refusals_are_right() const noexcept;
  [[nodiscard]] bool is_stolen_before(unsigned element, std::int64_t time) const noexcept;

  [[nodiscard]] bool search(const position& at, elements inside) noexcept;
  [[nodiscard]] bool may_come_next(const position& at, unsigned thread) const noexcept;
  [[nodiscard]] bool fits(const position& at, unsigned thread, elements& inside) const noexcept;
  [[nodiscard]] bool may_find_empty(const position& at, unsigned thread, elements inside) const noexcept;
  [[nodiscard]] elements must_see(unsigned thread, unsigned index) const noexcept;
  [[nodiscard]] bool is_new(const position& at) noexcept;

  [[nodiscard]] bool at_end(const position& at, unsigned thread) const noexcept {
    return at[thread] == judged_->logs[thread].size();
  }

  static constexpr unsigned element_limit = 63;
  static constexpr unsigned visited_limit = 1U << 13;

  struct visit {
    std::uint32_t judgement;  // of which history; older entries count as free
    std::uint32_t position;
  };

  const history* judged_ = nullptr;
  std::array<claim, element_limit + 1> claims_;
  unsigned claim_count_ = 0;
  std::uint32_t judgement_ = 0;
  unsigned visited_count_ = 0;
  std::array<visit, visited_limit> visited_{};
};

}  // namespace wyn::properties
