// injector_position: a cell of an injector's segment, or that no push may follow, in one word.
//
// A segment's address is a multiple of `alignment`, so the cell's number and the closed mark fit below it. The word
// stays a pointer into the segment's memory, which a leak checker follows. One compare-and-swap moves segment and cell
// together; that a word may return when a segment's memory is used again is answered for by each user.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace wyn {

template <typename Segment, std::uint32_t Cells>
class injector_position {
  static constexpr std::uintptr_t closed_mark = std::bit_ceil(Cells);
  static constexpr std::uintptr_t below = 2 * closed_mark - 1;

 public:
  static constexpr std::size_t alignment = 2 * closed_mark;

  injector_position() noexcept = default;
  /// The first cell of a segment.
  explicit injector_position(Segment* segment) noexcept : where_(reinterpret_cast<std::byte*>(segment)) {}

  [[nodiscard]] Segment* segment() const noexcept { return reinterpret_cast<Segment*>(where_ - (bits() & below)); }
  [[nodiscard]] std::uint32_t cell() const noexcept { return static_cast<std::uint32_t>(bits() & (closed_mark - 1)); }
  [[nodiscard]] bool closed() const noexcept { return (bits() & closed_mark) != 0; }

  /// `count` cells on, in the same segment.
  [[nodiscard]] injector_position advanced(std::uint32_t count) const noexcept { return {where_ + count, 0}; }
  /// The first cell of the segment that follows, closed if this one is.
  [[nodiscard]] injector_position followed_by(Segment* next) const noexcept {
    const injector_position first(next);
    return closed() ? first.as_closed() : first;
  }
  [[nodiscard]] injector_position as_closed() const noexcept { return {where_ + (closed() ? 0 : closed_mark), 0}; }
  [[nodiscard]] injector_position as_open() const noexcept { return {where_ - (closed() ? closed_mark : 0), 0}; }

  friend bool operator==(const injector_position&, const injector_position&) = default;

 private:
  injector_position(std::byte* where, int) noexcept : where_(where) {}
  [[nodiscard]] std::uintptr_t bits() const noexcept { return reinterpret_cast<std::uintptr_t>(where_); }

  std::byte* where_;
};

}  // namespace wyn
