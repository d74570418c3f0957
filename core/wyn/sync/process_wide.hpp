// What the process has once, and keeps until it ends.
#pragma once

#include <new>

#include "wyn/sync/unload.hpp"

#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// The process's T, made at the first call and never destroyed, so that it may be used during static destruction too. If it
/// has a `trim`, that is called when nobody uses wyn any more (unload.hpp).
/// Any thread; the first call may wait for another thread's first call. Not under the model, whose executions start anew.
template <typename T>
[[nodiscard]] T& process_wide() {
  union place {
    place() : none() {
      ::new (static_cast<void*>(&object)) T;
      if constexpr (requires { object.trim(); }) when_unused([]() noexcept { process_wide<T>().trim(); });
    }
    ~place() {}  // NOLINT(modernize-use-equals-default): a defaulted one would be deleted
    char none;
    T object;
  };
  static place made;
  return made.object;
}

}  // namespace wyn::sync
