// split_word: what a split deque's word says, the arithmetic on its indices, and the outcomes of its operations.
//
// Indices are 32 bits, wrap around, and are compared by distance. Used by split_deque.hpp only.
#pragma once

#include <cstdint>

namespace wyn {

/// What a push did.
enum class split_push {
  pushed,     // the element is in, and private
  published,  // the element is in, and something became stealable: look for a sleeper to wake
  full,       // nothing was done; the element is still the caller's
};

/// How far the inlined part of a push came.
enum class push_begun {
  pushed,    // all is done
  at_limit,  // nothing is: the slot may still be read
  wanted,    // the element is in, and a thief waits for it to be published
};

/// How far the inlined part of take_newest came.
enum class take_begun {
  taken,        // all is done
  not_newest,   // nothing is: other elements lie above, or this one is gone
  not_private,  // head is lowered, and what lies there is public or gone
  another,      // head is lowered, and below it lies another element
};

/// What a steal from a split_deque found.
struct split_steal {
  enum class outcome {
    got,    // `count` elements, at least one, which are the caller's now
    empty,  // nothing was public; the owner has been told that work is wanted
    lost,   // something was public, and another thread changed the word first: trying again makes sense
  };
  outcome what;
  std::uint32_t count;
};

/// {split:32 high, top:32 low} of a split deque. Pure functions.
struct split_word {
  static constexpr std::uint64_t of(std::uint32_t split, std::uint32_t top) noexcept {
    return std::uint64_t{split} << 32 | top;
  }
  static constexpr std::uint32_t top_of(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word); }
  static constexpr std::uint32_t split_of(std::uint64_t word) noexcept {
    return static_cast<std::uint32_t>(word >> 32);
  }

  /// How many elements are public.
  static constexpr std::uint32_t public_part(std::uint64_t word) noexcept { return split_of(word) - top_of(word); }

  /// What to add to the word, or to subtract, to move split by `count`. The carry out of split is lost and top stays.
  static constexpr std::uint64_t by_split(std::uint32_t count) noexcept { return std::uint64_t{count} << 32; }

  /// How many elements lie from split, or from top, to head. A take stores head - 1 first, so between its two steps head
  /// may be below both.
  static constexpr std::uint32_t distance(std::uint32_t from, std::uint32_t head) noexcept {
    return static_cast<std::int32_t>(head - from) > 0 ? head - from : 0;
  }
};

}  // namespace wyn
