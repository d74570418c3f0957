#include "wyn/runtime/records.hpp"

#include <new>

#include "wyn/sync/thread_exit.hpp"

namespace wyn::runtime {

thread_records::~thread_records() {
  flush();
  for (std::size_t i = 0; i < classes; ++i) {
    if (kept_[i].pool != nullptr) depots_.of_class[i].hand_back(*kept_[i].pool);
  }
}

task_pool& thread_records::adopt(std::size_t size_class) {
  kept_[size_class].pool = &depots_.of_class[size_class].adopt();
  return *kept_[size_class].pool;
}

void thread_records::make_if_possible() noexcept {
  try {
    static_cast<void>(mine());
  } catch (const std::bad_alloc&) {
  }
}

thread_records& thread_records::make_mine() {
  pool_depots& depots = process_depots();
  void* const memory = sync::allocate(sizeof(thread_records), alignof(thread_records));
  const auto end = [](void* records) {
    sync::per_thread<thread_records, thread_records*>() = nullptr;
    static_cast<thread_records*>(records)->~thread_records();
    sync::deallocate(records, sizeof(thread_records), alignof(thread_records));
  };
  auto* const made = ::new (memory) thread_records(depots);
  try {
    sync::at_thread_exit(end, made);
  } catch (...) {
    end(made);
    throw;
  }
  sync::per_thread<thread_records, thread_records*>() = made;
  return *made;
}

}  // namespace wyn::runtime
