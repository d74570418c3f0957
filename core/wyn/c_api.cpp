// What wyn.h declares, by way of the C++ interface. No exception leaves a function: `guarded` makes an error of it.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <stop_token>
#include <utility>

#include "wyn/future.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/thread_parker.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/process_wide.hpp"
#include "wyn/task_group.hpp"
#include "wyn/this_worker.hpp"
#include "wyn/wyn.h"

struct wyn_scheduler {
  wyn_scheduler() = default;
  explicit wyn_scheduler(const wyn::scheduler_options& options) : inner(options) {}
  wyn::scheduler inner;
};

struct wyn_group {
  explicit wyn_group(wyn::scheduler& in) : inner(in, stop.get_token()) {}
  std::stop_source stop;
  wyn::task_group inner;
};

struct wyn_future {
  std::stop_source stop;
  wyn::future<void*> inner;
};

namespace {

// Whether there is a default scheduler, for who would not start one.
struct default_started {
  wyn::hint<bool> value;
};
// Never destroyed: the process may exit while its workers run.
struct default_scheduler {
  default_scheduler() { wyn::sync::process_wide<default_started>().value.set(true); }
  wyn_scheduler scheduler;
};
struct callers_work {
  wyn::tally tasks;
};

wyn::scheduler& the_default() {
  return wyn::sync::process_wide<default_scheduler>().scheduler.inner;
}
wyn::scheduler& inner_of(wyn_scheduler* given) {
  return given != nullptr ? given->inner : the_default();
}

// Memory of a handle, where a test may let it fail.
template <typename T, typename... Arguments>
T* make(Arguments&&... arguments) {
  void* const memory = wyn::sync::allocate(sizeof(T), alignof(T));
  try {
    return ::new (memory) T(std::forward<Arguments>(arguments)...);
  } catch (...) {
    wyn::sync::deallocate(memory, sizeof(T), alignof(T));
    throw;
  }
}
template <typename T>
void unmake(T* made) noexcept {
  made->~T();
  wyn::sync::deallocate(made, sizeof(T), alignof(T));
}

template <typename Action>
wyn_error guarded(Action action) noexcept {
  try {
    action();
    return WYN_OK;
  } catch (const std::bad_alloc&) {
    return WYN_ERROR_MEMORY;
  } catch (const wyn::scheduler_closed&) {
    return WYN_ERROR_CLOSED;
  } catch (const wyn::scheduler_forked&) {
    return WYN_ERROR_FORKED;
  } catch (const wyn::tasks_cancelled&) {
    return WYN_ERROR_CANCELLED;
  } catch (const std::invalid_argument&) {
    return WYN_ERROR_ARGUMENT;
  } catch (const std::logic_error&) {
    return WYN_ERROR_MISUSE;
  } catch (const std::runtime_error&) {
    return WYN_ERROR_SYSTEM;
  } catch (...) {
    return WYN_ERROR_UNKNOWN;
  }
}

template <typename T>
constexpr std::size_t size_for() noexcept {
  return sizeof(T);
}
// A caller of an older version has a shorter struct, one of a newer version a longer one: what both know is copied.
constexpr std::size_t least_size = 2 * size_for<std::size_t>();

wyn::scheduler_options options_of(const wyn_options* given) {
  wyn_options known = wyn_default_options();
  if (given != nullptr) {
    if (given->size < least_size) throw std::invalid_argument("wyn: options without a size");
    std::memcpy(&known, given, std::min(given->size, size_for<wyn_options>()));
  }
  wyn::scheduler_options options;
  options.workers = known.workers;
  options.attachable = known.attachable;
  options.stack_size = known.stack_size;
  if (known.name != nullptr) options.name = known.name;
  options.search_rounds = known.search_rounds;
  return options;
}

// What could be queued nowhere, or was destroyed unrun.
void call_here(wyn_function work, void* argument) {
  wyn::sync::process_wide<callers_work>().tasks.raise();
  work(argument);
}

// By a worker. What is queued refers to the caller's frame, so all that may fail comes before.
template <typename Body>
void call_elsewhere(wyn::scheduler& in, Body& body) {
  if (!in.runs_this_thread()) static_cast<void>(wyn::runtime::parker_of_this_thread());
  wyn::async(in, std::ref(body)).get();
}

wyn_error take(wyn_future* future, void** result) noexcept {
  void* value = nullptr;
  const wyn_error error = guarded([&] { value = future->inner.get(); });
  if (error == WYN_ERROR_MISUSE || error == WYN_ERROR_MEMORY || error == WYN_ERROR_FORKED) return error;
  unmake(future);
  if (error == WYN_OK && result != nullptr) *result = value;
  return error;
}

}  // namespace

const char* wyn_error_text(wyn_error error) {
  switch (error) {
    case WYN_OK: return "no error";
    case WYN_ERROR_ARGUMENT: return "an argument is null, has a size of no version, or is out of range";
    case WYN_ERROR_MEMORY: return "there is no memory";
    case WYN_ERROR_SYSTEM: return "the system refuses a thread, a signal, or the call membarrier";
    case WYN_ERROR_CLOSED: return "the scheduler was shut down";
    case WYN_ERROR_FORKED: return "the scheduler belongs to the parent of a fork: make a new one in the child";
    case WYN_ERROR_MISUSE: return "called on the wrong thread, in the wrong task, or while another call goes on";
    case WYN_ERROR_CANCELLED: return "not everything ran: it was cancelled, or the scheduler abandoned it";
    case WYN_ERROR_TIMEOUT: return "it did not come in time";
    case WYN_ERROR_UNKNOWN: break;
  }
  return "an error that wyn does not know";
}

wyn_options wyn_default_options(void) {
  const wyn::scheduler_options otherwise;
  return {size_for<wyn_options>(), otherwise.workers, otherwise.attachable,
          otherwise.stack_size,    nullptr,           otherwise.search_rounds};
}

wyn_error wyn_create(const wyn_options* options, wyn_scheduler** scheduler) {
  if (scheduler == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] { *scheduler = make<wyn_scheduler>(options_of(options)); });
}

wyn_error wyn_shutdown(wyn_scheduler* scheduler, int abandon, uint64_t* cancelled) {
  return guarded([&] {
    const auto how = abandon != 0 ? wyn::shutdown_mode::abandon : wyn::shutdown_mode::drain;
    const std::uint64_t unrun = inner_of(scheduler).shutdown(how);
    if (cancelled != nullptr) *cancelled = unrun;
  });
}

wyn_error wyn_destroy(wyn_scheduler* scheduler) {
  if (scheduler == nullptr) return WYN_OK;
  const wyn_error error = wyn_shutdown(scheduler, 0, nullptr);
  if (error == WYN_OK) unmake(scheduler);
  return error;
}

wyn_error wyn_spawn(wyn_scheduler* scheduler, wyn_function work, void* argument) {
  if (work == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] { inner_of(scheduler).spawn([work, argument] { work(argument); }); });
}

void wyn_spawn_fast(wyn_function work, void* argument) {
  const auto spawn = [&] { the_default().spawn([work, argument] { work(argument); }); };
  if (guarded(spawn) != WYN_OK) call_here(work, argument);
}

void wyn_spawn_wait(wyn_function work, void* argument) {
  bool begun = false;
  const auto call = [&] {
    begun = true;
    work(argument);
  };
  static_cast<void>(guarded([&] { call_elsewhere(the_default(), call); }));
  if (!begun) call_here(work, argument);
}

wyn_error wyn_spawn_async(wyn_scheduler* scheduler, wyn_async_function work, void* argument, wyn_future** future) {
  if (work == nullptr || future == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] {
    auto* const made = make<wyn_future>();
    try {
      made->inner =
          wyn::async(inner_of(scheduler), made->stop.get_token(), [work, argument] { return work(argument); });
    } catch (...) {
      unmake(made);
      throw;
    }
    *future = made;
  });
}

wyn_error wyn_future_get(wyn_future* future, void** result) {
  return future != nullptr ? take(future, result) : WYN_ERROR_ARGUMENT;
}

wyn_error wyn_future_get_for(wyn_future* future, uint64_t nanoseconds, void** result) {
  if (future == nullptr) return WYN_ERROR_ARGUMENT;
  bool ready = false;
  const wyn_error error = guarded([&] {
    using limit = std::chrono::duration<std::uint64_t, std::nano>;
    ready = future->inner.wait_for(limit(nanoseconds));
  });
  if (error != WYN_OK) return error;
  return ready ? take(future, result) : WYN_ERROR_TIMEOUT;
}

wyn_error wyn_future_cancel(wyn_future* future) {
  if (future == nullptr) return WYN_ERROR_ARGUMENT;
  static_cast<void>(future->stop.request_stop());
  return WYN_OK;
}

void wyn_future_free(wyn_future* future) {
  if (future != nullptr) unmake(future);
}

wyn_error wyn_group_create(wyn_scheduler* scheduler, wyn_group** group) {
  if (group == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] { *group = make<wyn_group>(inner_of(scheduler)); });
}

wyn_error wyn_group_spawn(wyn_group* group, wyn_function work, void* argument) {
  if (group == nullptr || work == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] { group->inner.spawn([work, argument] { work(argument); }); });
}

wyn_error wyn_group_wait(wyn_group* group) {
  if (group == nullptr) return WYN_ERROR_ARGUMENT;
  return guarded([&] { group->inner.wait(); });
}

wyn_error wyn_group_cancel(wyn_group* group) {
  if (group == nullptr) return WYN_ERROR_ARGUMENT;
  static_cast<void>(group->stop.request_stop());
  return WYN_OK;
}

wyn_error wyn_group_destroy(wyn_group* group) {
  const wyn_error error = group != nullptr ? wyn_group_wait(group) : WYN_OK;
  if (group == nullptr || error == WYN_ERROR_MISUSE) return error;
  unmake(group);
  return WYN_OK;
}

int wyn_worker_index(void) {
  const auto index = wyn::this_worker::index();
  return index ? static_cast<int>(*index) : -1;
}

wyn_error wyn_stats(wyn_scheduler* scheduler, wyn_statistics* statistics) {
  if (statistics == nullptr || statistics->size < least_size) return WYN_ERROR_ARGUMENT;
  wyn_statistics known{};
  known.size = statistics->size;
  if (scheduler != nullptr || wyn::sync::process_wide<default_started>().value.get()) {
    const wyn::scheduler_stats all = inner_of(scheduler).stats();
    known = {known.size,  all.spawned, all.run, all.cancelled, all.stolen, all.batches, all.parks, all.wakes,
             all.inlined, all.spilled, 0,       all.queued,    all.waiting};
  }
  known.ran_by_caller = wyn::sync::process_wide<callers_work>().tasks.get();
  std::memcpy(statistics, &known, std::min(statistics->size, size_for<wyn_statistics>()));
  return WYN_OK;
}
