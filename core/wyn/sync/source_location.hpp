// std::source_location, which clang 14 does not have.
#pragma once

namespace wyn::sync {

struct source_location {
  const char* file;
  unsigned line;
  const char* function;

  static constexpr source_location current(const char* file = __builtin_FILE(), unsigned line = __builtin_LINE(),
                                           const char* function = __builtin_FUNCTION()) noexcept {
    return {file, line, function};
  }
};

}  // namespace wyn::sync
