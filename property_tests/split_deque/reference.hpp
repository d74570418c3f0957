// reference: what a split deque does when nobody else acts, said with std::deque.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "wyn/lockfree/split_word.hpp"

namespace wyn::properties {

class reference_split_deque {
 public:
  explicit reference_split_deque(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] split_push push(std::uint64_t element) {
    if (elements_.size() == capacity_) return split_push::full;
    elements_.push_back(element);
    if (!wanted_) return split_push::pushed;
    wanted_ = false;
    public_ += (private_size() + 1) / 2;
    return split_push::published;
  }

  /// 0: none.
  [[nodiscard]] std::uint64_t take() {
    if (elements_.empty()) return 0;
    if (private_size() == 0) public_ -= (public_ + 1) / 2;
    const std::uint64_t newest = elements_.back();
    elements_.pop_back();
    return newest;
  }

  /// Of the newest `at_most`, the newest that `divisor` divides.
  [[nodiscard]] std::uint64_t take_multiple_of(std::uint64_t divisor, std::size_t at_most) {
    const auto end = elements_.rbegin() + static_cast<std::ptrdiff_t>(std::min(at_most, elements_.size()));
    const auto found = std::find_if(elements_.rbegin(), end, [&](auto e) { return e % divisor == 0; });
    if (found == end) return 0;
    const std::uint64_t element = *found;
    elements_.erase(std::next(found).base());
    public_ = std::min(public_, elements_.size());
    return element;
  }

  [[nodiscard]] std::vector<std::uint64_t> steal(std::size_t at_most) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(at_most, (public_ + 1) / 2));
    if (count == 0) wanted_ = true;
    const std::vector<std::uint64_t> stolen(elements_.begin(), elements_.begin() + count);
    elements_.erase(elements_.begin(), elements_.begin() + count);
    public_ -= stolen.size();
    return stolen;
  }

  [[nodiscard]] std::size_t expose() {
    const std::size_t exposed = private_size();
    public_ = elements_.size();
    return exposed;
  }

  void set_want() { wanted_ = true; }

  [[nodiscard]] std::size_t size() const { return elements_.size(); }
  [[nodiscard]] std::size_t private_size() const { return elements_.size() - public_; }

 private:
  std::deque<std::uint64_t> elements_;  // the oldest first
  std::size_t capacity_;
  std::size_t public_ = 0;  // the oldest of them
  bool wanted_ = false;
};

}  // namespace wyn::properties
