// this_worker: who the calling thread is.
#pragma once

#include <optional>

#include "wyn/runtime/worker.hpp"

namespace wyn::this_worker {

/// The calling thread's number among the workers and attached threads of its scheduler, from 0; nothing: it is none of
/// them. Any thread; wait-free.
[[nodiscard]] inline std::optional<unsigned> index() noexcept {
  const runtime::worker* const self = runtime::worker::current();
  if (self == nullptr) return std::nullopt;
  return self->slot();
}

}  // namespace wyn::this_worker
