// What wyn gives back when the object that it was linked into is unloaded: a plugin by dlclose, all else by the end of the
// process. A plugin's mapping goes, and nothing may point into it or be kept by it then.
#pragma once

namespace wyn::sync {

/// Held by each scheduler. Once static objects end, and nobody holds it, what is given back is: the interrupt signal's
/// handler, what the calling thread would do at its end, and what `when_unused` says. What comes later, from static objects
/// that end still later, finds all as at the beginning. Never in the child of a fork. Any thread; may wait for another one.
class in_use {
 public:
  /// Throws std::bad_alloc.
  in_use();
  in_use(const in_use&) = delete;
  in_use& operator=(const in_use&) = delete;
  ~in_use();
};

/// Calls `give_back` then. At most 8 of them in the process. Any thread.
void when_unused(void (*give_back)() noexcept) noexcept;

}  // namespace wyn::sync
