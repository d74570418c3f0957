// occupied: a worker that a task keeps busy, so that what is spawned meanwhile does not begin.
#pragma once

#include <atomic>
#include <memory>

#include "stress/scheduler/until.hpp"
#include "wyn/scheduler.hpp"

namespace wyn::stress {

/// Keeps one worker busy, from its construction until it is let go.
class occupied_worker {
 public:
  explicit occupied_worker(scheduler& of) {
    of.spawn([shared = flags_] {
      shared->begun = true;
      until(shared->over);
    });
    until(flags_->begun);
  }
  occupied_worker(const occupied_worker&) = delete;
  occupied_worker& operator=(const occupied_worker&) = delete;
  ~occupied_worker() { let_go(); }

  void let_go() { flags_->over = true; }

 private:
  struct flags {
    std::atomic<bool> begun{false};
    std::atomic<bool> over{false};
  };
  const std::shared_ptr<flags> flags_ = std::make_shared<flags>();
};

}  // namespace wyn::stress
