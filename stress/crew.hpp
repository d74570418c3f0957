// crew: threads that do what they are handed, one thing at a time, and sleep between.
#pragma once

#include <sched.h>

#include <functional>
#include <memory>
#include <utility>

#include "stress/together.hpp"
#include "wyn/lockfree/parker.hpp"

namespace wyn::stress {

class crew {
 public:
  /// `helpers` threads; each calls body(its number, what it was given). One thread gives.
  crew(unsigned helpers, std::function<void(unsigned, void*)> body)
      : helpers_(helpers), body_(std::move(body)), boxes_(std::make_unique<box[]>(helpers)) {
    for (unsigned i = 0; i < helpers; ++i) {
      threads_.emplace_back([this, i] { work(i); });
    }
  }
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  /// Ends when everything that was given is done.
  ~crew() {
    for (unsigned i = 0; i < helpers_; ++i) give(i, this);
  }

  /// Waits until the helper has taken what it was given before. `given` is not null.
  void give(unsigned helper, void* given) noexcept {
    box& its = boxes_[helper];
    while (its.given.load(sync::relaxed<"stress.crew.taken">) != nullptr) ::sched_yield();
    its.given.store(given, sync::release<"stress.crew.give">);
    its.sleeper.unpark();
  }

  [[nodiscard]] unsigned helpers() const noexcept { return helpers_; }

 private:
  struct alignas(64) box {
    sync::atomic<void*> given{nullptr};
    parker sleeper;
  };

  void work(unsigned helper) {
    box& mine = boxes_[helper];
    while (true) {
      void* const given = mine.given.exchange(nullptr, sync::acquire<"stress.crew.take">);
      if (given == this) return;
      if (given != nullptr) body_(helper, given);
      else mine.sleeper.park();
    }
  }

  const unsigned helpers_;
  const std::function<void(unsigned, void*)> body_;
  std::unique_ptr<box[]> boxes_;
  std::vector<sync::thread> threads_;
};

}  // namespace wyn::stress
