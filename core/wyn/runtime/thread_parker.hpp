// thread_parker: how a thread sleeps in a wait that is none of its seat's.
#pragma once

#include "wyn/lockfree/parker.hpp"
#include "wyn/lockfree/pool_depot.hpp"
#include "wyn/runtime/listener.hpp"

namespace wyn::runtime {

/// A parker that outlives its thread, since a wake may come late: kept for the next thread that needs one.
class lasting_parker : public parker {
 public:
  explicit lasting_parker(const task_pool_options&) noexcept {}

  [[nodiscard]] wake_listener& wake() noexcept { return wake_; }
  /// Nobody is woken any more where schedulers have ended.
  [[nodiscard]] static bool is_whole() noexcept { return true; }

 private:
  wake_listener wake_{*this};
};

/// The calling thread's. Throws std::bad_alloc when there is none yet and none can be made.
[[nodiscard]] lasting_parker& parker_of_this_thread();

}  // namespace wyn::runtime
