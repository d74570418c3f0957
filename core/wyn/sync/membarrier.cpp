#include "wyn/sync/membarrier.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <new>

#include "wyn/sync/thread.hpp"

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

bool heavy_fence_works() noexcept {
  return true;
}

void membarrier() noexcept {}

#else

namespace {

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
constinit std::atomic<bool> refused{false};
constinit std::atomic<bool> unregistered{false};
// Whether a test wants it to fail.
bool is_refused(int command) noexcept {
  if (refused.load(std::memory_order_relaxed)) return true;
  if (command != MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) return unregistered.load(std::memory_order_relaxed);
  unregistered.store(false, std::memory_order_relaxed);
  return false;
}
#else
constexpr bool is_refused(int) noexcept {
  return false;
}
#endif

bool ask(int command) noexcept {
  return !is_refused(command) && ::syscall(SYS_membarrier, command, 0U, 0) == 0;
}

// A process that is not registered is refused: one that has just begun, or was restored from a snapshot.
bool by_the_call() noexcept {
  return ask(MEMBARRIER_CMD_PRIVATE_EXPEDITED) ||
         (ask(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) && ask(MEMBARRIER_CMD_PRIVATE_EXPEDITED));
}

// A page whose right to be written is taken away. Before that call returns, the kernel has interrupted every other
// processor that runs the process, so that none keeps the old right: on x86, where no processor tells another by itself.
// Known from folly (AsymmetricThreadFence) and .NET (FlushProcessWriteBuffers).
constinit std::atomic<void*> page_at{nullptr};  // MAP_FAILED: there is none
constinit std::mutex page_lock;

#if defined(__x86_64__)

// By AMD's INVLPGB a processor does tell the others, and interrupts none; Linux uses it since 6.15 (X86_FEATURE_INVLPGB,
// broadcast_tlb_flush in arch/x86/mm/tlb.c).
bool processors_tell_each_other() noexcept {
  constexpr unsigned invlpgb = 1U << 3;
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(0x80000008, &eax, &ebx, &ecx, &edx) != 0 && (ebx & invlpgb) != 0;
}

void* make_page() noexcept {
  if (processors_tell_each_other()) return MAP_FAILED;
  try {
    at_fork_in_child([] { std::construct_at(&page_lock); });  // a thread that is not there may have held it
  } catch (const std::bad_alloc&) {
    return MAP_FAILED;
  }
  return ::mmap(nullptr, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

#else

void* make_page() noexcept {
  return MAP_FAILED;
}

#endif

// Made at the first call, and kept: it outlives every thread. No lock: in the child of a fork it could be held for ever.
void* guarded_page() noexcept {
  void* known = page_at.load(std::memory_order_acquire);
  if (known != nullptr) return known;
  void* const made = make_page();
  if (page_at.compare_exchange_strong(known, made, std::memory_order_acq_rel)) return made;
  if (made != MAP_FAILED) ::munmap(made, 1);
  return known;
}

bool by_a_page() noexcept {
  void* const page = guarded_page();
  if (page == MAP_FAILED) return false;
  const std::lock_guard locked(page_lock);
  if (::mprotect(page, 1, PROT_READ | PROT_WRITE) != 0) return false;
  *static_cast<volatile char*>(page) = 0;  // so that it is there, and in this processor's table
  return ::mprotect(page, 1, PROT_READ) == 0;
}

}  // namespace

bool heavy_fence_works() noexcept {
  return by_the_call() || by_a_page();
}

void membarrier() noexcept {
  if (!by_the_call() && !by_a_page()) {
    std::fprintf(stderr, "wyn: sleeping needs the system call membarrier here, which is refused now: allow it\n");
    std::terminate();
  }
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)
void refuse_membarrier(bool refuse) noexcept {
  refused.store(refuse, std::memory_order_relaxed);
}

void unregister_membarrier() noexcept {
  unregistered.store(true, std::memory_order_relaxed);
}
#endif

#endif

}  // namespace wyn::sync
