#include "wyn/sync/thread_exit.hpp"

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <new>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

void at_thread_exit(void (*)(void*), void*) {}

#else

namespace {

struct last_action {
  void (*run)(void*);
  void* context;
  last_action* before;
};

void run_all(void* last) noexcept {
  for (auto* each = static_cast<last_action*>(last); each != nullptr;) {
    const std::unique_ptr<last_action> mine(each);
    each = mine->before;
    mine->run(mine->context);
  }
}

// A key, and no object that is thread_local: such an object would keep a plugin from being unloaded while its thread lives.
// Plus one; 0: there is none. No lock: in the child of a fork it could be held for ever.
constinit std::atomic<std::uint64_t> key_and_one{0};

pthread_key_t key_of_actions() {
  std::uint64_t known = key_and_one.load(std::memory_order_acquire);
  if (known == 0) {
    pthread_key_t made{};
    if (pthread_key_create(&made, run_all) != 0) throw std::bad_alloc{};
    if (key_and_one.compare_exchange_strong(known, std::uint64_t{made} + 1, std::memory_order_acq_rel)) return made;
    pthread_key_delete(made);
  }
  return static_cast<pthread_key_t>(known - 1);
}

}  // namespace

void at_thread_exit(void (*last)(void*), void* context) {
  const pthread_key_t of_all = key_of_actions();
  auto added =
      std::make_unique<last_action>(last_action{last, context, static_cast<last_action*>(pthread_getspecific(of_all))});
  if (pthread_setspecific(of_all, added.get()) != 0) throw std::bad_alloc{};
  static_cast<void>(added.release());
}

void end_this_thread() noexcept {
  const std::uint64_t known = key_and_one.exchange(0, std::memory_order_acquire);
  if (known == 0) return;
  const auto key = static_cast<pthread_key_t>(known - 1);
  run_all(pthread_getspecific(key));
  pthread_key_delete(key);
}

#endif

}  // namespace wyn::sync
