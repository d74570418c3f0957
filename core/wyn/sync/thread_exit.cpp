#include "wyn/sync/thread_exit.hpp"

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

struct last_actions {
  std::vector<last_action> all;

  last_actions() = default;
  last_actions(const last_actions&) = delete;
  last_actions& operator=(const last_actions&) = delete;
  ~last_actions() {
    while (!all.empty()) {
      const last_action next = all.back();
      all.pop_back();
      next.run(next.context);
    }
  }
};

}  // namespace

void at_thread_exit(void (*last)(void*), void* context) {
  thread_local last_actions actions;
  actions.all.push_back({last, context});
}

#endif

}  // namespace wyn::sync
