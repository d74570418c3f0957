// reference: what a deque does, said with std::deque.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <new>
#include <optional>

#include "wyn/lockfree/deque.hpp"

namespace wyn::properties {

/// Allocations that succeed before one fails, if any does.
class allocations {
 public:
  explicit allocations(std::optional<std::uint64_t> successes = std::nullopt) : left_(successes) {}

  /// False for the one that fails.
  [[nodiscard]] bool next() {
    if (!left_) return true;
    if (*left_ > 0) return --*left_, true;
    left_.reset();
    return false;
  }

 private:
  std::optional<std::uint64_t> left_;
};

class reference_deque {
 public:
  reference_deque(std::uint64_t capacity, bool bounded) : capacity_(capacity), bounded_(bounded) {}

  /// Room for one more. False: full. Throws std::bad_alloc when growth fails.
  [[nodiscard]] bool make_room(allocations& memory) {
    if (elements_.size() < capacity_) return true;
    if (bounded_) return false;
    if (!memory.next()) throw std::bad_alloc{};
    capacity_ *= 2;
    ++arrays_;
    return true;
  }

  [[nodiscard]] push_outcome push(unsigned element, allocations memory) {
    if (!make_room(memory)) return push_outcome::full;
    elements_.push_back(element);
    return push_outcome::pushed;
  }

  [[nodiscard]] std::optional<unsigned> take() {
    if (elements_.empty()) return std::nullopt;
    const unsigned youngest = elements_.back();
    elements_.pop_back();
    return youngest;
  }

  [[nodiscard]] std::optional<unsigned> steal() {
    if (elements_.empty()) return std::nullopt;
    const unsigned oldest = elements_.front();
    elements_.pop_front();
    return oldest;
  }

  [[nodiscard]] batch_result steal_batch(reference_deque& destination, std::size_t at_most, allocations memory) {
    const std::size_t half = (elements_.size() + 1) / 2;
    for (std::size_t moved = 0; moved < at_most; ++moved) {
      if (moved > 0 && moved == half) break;
      try {
        if (!destination.make_room(memory)) return {batch_result::stop::full, moved};
      } catch (const std::bad_alloc&) {
        if (moved == 0) throw;
        return {batch_result::stop::full, moved};
      }
      if (elements_.empty()) return {batch_result::stop::empty, moved};
      destination.elements_.push_back(*steal());
    }
    return {batch_result::stop::done, std::min(at_most, half)};
  }

  [[nodiscard]] std::size_t size() const { return elements_.size(); }
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  [[nodiscard]] std::uint64_t arrays() const { return arrays_; }

 private:
  std::deque<unsigned> elements_;
  std::uint64_t capacity_;
  std::uint64_t arrays_ = 1;
  bool bounded_;
};

}  // namespace wyn::properties
