#include "wyn/sync/membarrier.hpp"

#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <new>

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

// A page whose right to be written is taken away. Before that call returns, the kernel has interrupted every other
// processor that runs the process, so that none keeps the old right: on x86, where no processor tells another by itself.
// Known from folly (AsymmetricThreadFence) and .NET (FlushProcessWriteBuffers).
class guarded_page {
 public:
  guarded_page() noexcept {
#if defined(__x86_64__)
    page_ = ::mmap(nullptr, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#endif
  }
  [[nodiscard]] bool works() const noexcept {
    return page_ != MAP_FAILED;
  }
  void interrupt_everybody() noexcept {
    const std::lock_guard locked(mutex_);
    ::mprotect(page_, 1, PROT_READ | PROT_WRITE);
    *static_cast<volatile char*>(page_) = 0;  // so that it is there, and in this processor's table
    ::mprotect(page_, 1, PROT_READ);
  }

 private:
  void* page_ = MAP_FAILED;
  std::mutex mutex_;
};

guarded_page& fallback() noexcept {
  alignas(guarded_page) static std::byte memory[sizeof(guarded_page)];
  static auto* const page = ::new (memory) guarded_page;  // never destroyed: it outlives every thread
  return *page;
}

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
constinit std::atomic<bool> refused{false};
bool is_refused() noexcept {
  return refused.load(std::memory_order_relaxed);
}
#else
bool is_refused() noexcept {
  return false;
}
#endif

bool kernel_offers_it() noexcept {
  // A process registers once; fork inherits it.
  static const bool registered = ask(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
  return registered && !is_refused();
}

}  // namespace

bool heavy_fence_works() noexcept {
  return kernel_offers_it() || fallback().works();
}

void membarrier() noexcept {
  if (kernel_offers_it()) ask(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
  else if (fallback().works()) fallback().interrupt_everybody();
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
void refuse_membarrier(bool refuse) noexcept {
  refused.store(refuse, std::memory_order_relaxed);
}
#endif

#endif

}  // namespace wyn::sync
