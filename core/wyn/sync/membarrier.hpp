// The kernel's membarrier: a full fence in every running thread of the process.
#pragma once

namespace wyn::sync {

/// Whether there are heavy fences: by the system call membarrier, or by a page's protection, on x86 without INVLPGB. Where
/// there are none, nothing may rely on a light fence. Executes one to see it. Any thread.
[[nodiscard]] bool heavy_fence_works() noexcept;

/// Executes a full fence in every thread of the process, the caller included. Any thread. Ends the program with a message
/// where there are none any more.
void membarrier() noexcept;

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
/// Does as if the kernel had no such call, or as before. Any thread.
void refuse_membarrier(bool refuse) noexcept;

/// Does as if the process had not registered for that call, until it does. Any thread.
void unregister_membarrier() noexcept;
#endif

}  // namespace wyn::sync
