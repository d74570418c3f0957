// wait_report: what a scheduler says of a wait that takes long (scheduler_options::long_wait).
#pragma once

#include <chrono>

namespace wyn {

/// A group that is still waited for.
struct wait_report {
  std::chrono::nanoseconds waited;  ///< so far
  const char* made_file;            ///< where the group was made
  unsigned made_line;               ///< and in which line
  const char* spawned_file;         ///< where the waiting thread last spawned a task of the group
  unsigned spawned_line;            ///< 0: it spawned none
};

}  // namespace wyn
