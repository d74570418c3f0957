#include "wyn/sync/membarrier.hpp"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

bool heavy_fence_works() noexcept {
  return true;
}

void membarrier() noexcept {}

#else

namespace {

bool ask(int command) noexcept {
  return ::syscall(SYS_membarrier, command, 0U, 0) == 0;
}

}  // namespace

bool heavy_fence_works() noexcept {
  // A process registers once; fork inherits it.
  static const bool registered = ask(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
  return registered;
}

void membarrier() noexcept {
  if (heavy_fence_works()) ask(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

#endif

}  // namespace wyn::sync
