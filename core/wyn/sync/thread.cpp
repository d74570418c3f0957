#include "wyn/sync/thread.hpp"

#include <atomic>
#include <system_error>
#include <utility>

#include "wyn/sync/signals.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

unsigned this_thread_number() noexcept {
  return model::thread_index();
}

#else

unsigned this_thread_number() noexcept {
  static constinit std::atomic<unsigned> next{0};
  thread_local const unsigned number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)

namespace {

constexpr std::uint64_t never = ~std::uint64_t{0};
constinit std::atomic<std::uint64_t> successes_left{never};

void maybe_refuse() {
  std::uint64_t left = successes_left.load(std::memory_order_relaxed);
  while (left != never) {
    const std::uint64_t next = left == 0 ? never : left - 1;
    if (!successes_left.compare_exchange_weak(left, next, std::memory_order_relaxed)) continue;
    if (left == 0) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    return;
  }
}

}  // namespace

void fail_thread_creation_after(std::uint64_t successes) noexcept {
  successes_left.store(successes, std::memory_order_relaxed);
}

#else

namespace {
void maybe_refuse() {}
}  // namespace

#endif

void yield_this_thread() noexcept {
  std::this_thread::yield();
}

thread::thread(std::function<void()> body) {
  maybe_refuse();
  const signal_block inherited_by_the_new_thread;
  thread_ = std::thread(std::move(body));
}

thread& thread::operator=(thread&& other) noexcept {
  if (this == &other) return *this;
  if (thread_.joinable()) thread_.join();
  thread_ = std::move(other.thread_);
  return *this;
}

thread::~thread() {
  if (thread_.joinable()) thread_.join();
}

void thread::join() {
  thread_.join();
}

#endif

}  // namespace wyn::sync
