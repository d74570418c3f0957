#include "wyn/sync/thread_exit.hpp"

#include <pthread.h>

#include <memory>
#include <new>
#include <vector>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

void at_thread_exit(void (*)(void*), void*) {}

#else

namespace {

struct last_action {
  void (*run)(void*);
  void* context;
};

// Destructors of thread_local objects may come after the actions, and spawn: what they ask for is done still later.
constinit thread_local bool over = false;

struct last_actions {
  std::vector<last_action> all;

  last_actions() = default;
  last_actions(const last_actions&) = delete;
  last_actions& operator=(const last_actions&) = delete;
  ~last_actions() {
    over = true;
    while (!all.empty()) {
      const last_action next = all.back();
      all.pop_back();
      next.run(next.context);
    }
  }
};

// The system runs these after all thread_local objects have ended; on the main thread never, where nobody misses them.
struct late_action {
  last_action what;
  late_action* next;
};

void run_late_actions(void* first) {
  for (auto* each = static_cast<late_action*>(first); each != nullptr;) {
    const std::unique_ptr<late_action> mine(each);
    each = mine->next;
    mine->what.run(mine->what.context);
  }
}

pthread_key_t late_actions() {
  static const pthread_key_t key = [] {
    pthread_key_t made{};
    if (pthread_key_create(&made, run_late_actions) != 0) throw std::bad_alloc{};
    return made;
  }();
  return key;
}

void add_late(last_action what) {
  const pthread_key_t key = late_actions();
  auto added = std::make_unique<late_action>(late_action{what, static_cast<late_action*>(pthread_getspecific(key))});
  if (pthread_setspecific(key, added.get()) != 0) throw std::bad_alloc{};
  static_cast<void>(added.release());
}

}  // namespace

void at_thread_exit(void (*last)(void*), void* context) {
  if (over) return add_late({last, context});
  thread_local last_actions actions;
  actions.all.push_back({last, context});
}

#endif

}  // namespace wyn::sync
