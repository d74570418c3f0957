// One value per thread. Native thread_local is shared by the model's threads, so structures go through this.
#pragma once

#include "wyn/sync/world.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

/// The calling thread's T, zero at first; one per Tag and T. T needs no constructor and no destructor.
/// Any thread, a signal handler included; wait-free. In the static library an access is one instruction.
template <typename Tag, typename T>
[[nodiscard]] inline T& per_thread() noexcept {
#if defined(WYN_WORLD_MODEL)
  static constinit T values[model::thread_limit]{};
  return values[model::thread_index()];
#else
  [[gnu::tls_model("initial-exec")]] static constinit thread_local T value{};
  return value;
#endif
}

}  // namespace wyn::sync
