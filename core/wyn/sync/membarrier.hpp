// The kernel's membarrier: a full fence in every running thread of the process.
#pragma once

namespace wyn::sync {

/// Whether the kernel offers heavy fences. Where it does not, nothing may rely on a light fence. Any thread.
[[nodiscard]] bool heavy_fence_works() noexcept;

/// Executes a full fence in every thread of the process, the caller included. Any thread.
void membarrier() noexcept;

}  // namespace wyn::sync
