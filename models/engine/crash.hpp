// crash: a program under search that follows a wild pointer has failed in this execution; the search says in which.
#pragma once

namespace wyn::models {

/// While one lives, on the main thread, a crash of the program under search is a failure of its execution. A crash
/// elsewhere ends the process, as ever.
class crash_watch {
 public:
  crash_watch() noexcept;
  ~crash_watch();
  crash_watch(const crash_watch&) = delete;
  crash_watch& operator=(const crash_watch&) = delete;

  /// The program's steps begin, or have ended.
  static void program_runs(bool on) noexcept;
};

}  // namespace wyn::models
