#include "wyn/sync/worlds/perturbed.hpp"

#include <sched.h>

#include "wyn/sync/random.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::sync {

namespace {

constinit std::atomic<std::uint64_t> pause_seed{1};
constinit std::atomic<std::uint64_t> pauses{0};

void spin(std::uint32_t turns) noexcept {
  for (std::uint32_t i = 0; i < turns; ++i) std::atomic_signal_fence(std::memory_order_seq_cst);
}

// For a time slice if `length` is 0, otherwise for so many times sixteen turns.
void pause(std::uint32_t length) noexcept {
  pauses.fetch_add(1, std::memory_order_relaxed);
  if (length == 0) ::sched_yield();
  else spin(16 * length);
}

}  // namespace

void seed_pauses(std::uint64_t seed) noexcept {
  pause_seed.store(seed, std::memory_order_relaxed);
}

std::uint64_t pauses_made() noexcept {
  return pauses.load(std::memory_order_relaxed);
}

void pause_at(site_record& record) noexcept {
  thread_local random generator{pause_seed.load(std::memory_order_relaxed) * 0x10001 + this_thread_number()};
  record.visits.fetch_add(1, std::memory_order_relaxed);
  const std::uint32_t draw = generator.below(256);
  if (draw < 16) pause(draw);
}

}  // namespace wyn::sync
