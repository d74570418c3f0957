#include "wyn/sync/thread_exit.hpp"

#include <pthread.h>

#include <memory>
#include <mutex>
#include <new>
#include <optional>

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
constinit std::mutex lock;
constinit std::optional<pthread_key_t> key;

pthread_key_t key_of_actions() {
  const std::lock_guard held(lock);
  if (key) return *key;
  pthread_key_t made{};
  if (pthread_key_create(&made, run_all) != 0) throw std::bad_alloc{};
  return *(key = made);
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
  const std::lock_guard held(lock);
  if (!key) return;
  run_all(pthread_getspecific(*key));
  pthread_key_delete(*key);
  key.reset();
}

#endif

}  // namespace wyn::sync
