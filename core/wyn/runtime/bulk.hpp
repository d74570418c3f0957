// bulk: tasks of one type that a thread outside makes one after another, on their way into the inbox in bundles.
#pragma once

#include <cstddef>

#include "wyn/runtime/bundle.hpp"
#include "wyn/runtime/crew.hpp"

namespace wyn::runtime {

/// One thread's. What has not been handed over when it ends is destroyed unrun.
template <typename Task>
class bulk {
 public:
  explicit bulk(crew& to) noexcept : crew_(to) {}
  bulk(const bulk&) = delete;
  bulk& operator=(const bulk&) = delete;
  ~bulk() {
    if (filled_ == nullptr) return;
    for (task* const each : filled_->tasks()) static_cast<Task*>(each)->drop();
    filled_->release();
  }

  /// Makes a task of what `body()` returns. Throws std::bad_alloc and what that throws, with those before as they were.
  template <typename Body>
  void add(Body body, spawn_location where) {
    if (filled_ == nullptr) filled_ = &bundle::make();
    filled_->add(*Task::make(body(), nullptr, where));
  }

  [[nodiscard]] bool is_empty() const noexcept { return size() == 0; }
  [[nodiscard]] bool is_full() const noexcept { return size() == bundle::most; }

  /// False: closed, nothing was handed over. Throws std::bad_alloc: the same. Lock-free but for an allocation.
  [[nodiscard]] bool hand_over() {
    if (is_empty()) return true;
    if (!crew_.inject(*filled_)) return false;
    filled_ = nullptr;
    return true;
  }

 private:
  [[nodiscard]] std::size_t size() const noexcept { return filled_ == nullptr ? 0 : filled_->tasks().size(); }

  crew& crew_;
  bundle* filled_ = nullptr;
};

}  // namespace wyn::runtime
