// injector_result: what an injector answers.
#pragma once

#include <cstddef>

namespace wyn {

/// What became of a push.
enum class inject_outcome { pushed, closed, no_memory };

/// Why a bulk push stopped, and how many elements it pushed before. The others are still the caller's.
struct inject_result {
  inject_outcome outcome;
  std::size_t count;
};

enum class grab_outcome {
  got,    // `count` elements, which are the caller's now
  empty,  // nothing, or nothing that the pushing thread has written yet
  lost,   // another consumer claimed first: trying again makes sense
};

struct grab_result {
  grab_outcome outcome;
  std::size_t count;
};

}  // namespace wyn
