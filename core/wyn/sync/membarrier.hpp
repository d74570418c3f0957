// The kernel's membarrier: a full fence in every running thread of the process.
#pragma once

namespace wyn::sync {

/// Whether there are heavy fences: by the system call membarrier, or on x86 by a page's protection. Where there are none,
/// nothing may rely on a light fence. Any thread.
[[nodiscard]] bool heavy_fence_works() noexcept;

/// Executes a full fence in every thread of the process, the caller included. Any thread.
void membarrier() noexcept;

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
/// Does as if the kernel had no such call, or as before. Any thread.
void refuse_membarrier(bool refuse) noexcept;
#endif

}  // namespace wyn::sync
