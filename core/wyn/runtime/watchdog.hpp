// watchdog: a thread that says which groups somebody has waited for longer than the program thinks right.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "wyn/lockfree/notice.hpp"
#include "wyn/lockfree/parker.hpp"
#include "wyn/lockfree/watch_list.hpp"
#include "wyn/runtime/task.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/wait_report.hpp"

namespace wyn::runtime {

using wait_handler = std::function<void(const wait_report&)>;

class watchdog {
 public:
  static constexpr std::size_t most = 1024;  // waits at the same time; those beyond are not watched

  struct wait {
    sync::time_point since;
    spawn_location made;
    spawn_location spawned;
  };
  using place = watch_list<wait>::place;

  /// Starts the thread, which looks four times within `limit`, and tells each wait that is older once. An empty handler
  /// prints. Throws std::system_error, std::bad_alloc.
  watchdog(std::chrono::nanoseconds limit, wait_handler handler, const std::string& name);
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;
  /// Ends the thread. Blocking.
  ~watchdog();

  /// A wait begins; give `end` the result when it is over. Any thread; wait-free.
  [[nodiscard]] place* begin(spawn_location made, spawn_location spawned) noexcept;
  void end(place* where) noexcept { waits_.end(where); }

  /// In the child of a fork, where the thread does not exist.
  void forget() noexcept { thread_.forget(); }

 private:
  void look_until_stopped();
  void tell(const wait& one, std::chrono::nanoseconds waited) const;

  const std::chrono::nanoseconds limit_;
  const wait_handler handler_;
  watch_list<wait> waits_{most};
  hint<bool> stopped_;  // before the last unpark
  parker parker_;
  sync::thread thread_;
};

/// A wait that the watchdog sees while this lives; nullptr: there is none.
class watched_wait {
 public:
  watched_wait(watchdog* by, spawn_location made, spawn_location spawned) noexcept
      : by_(by), where_(by != nullptr ? by->begin(made, spawned) : nullptr) {}
  watched_wait(const watched_wait&) = delete;
  watched_wait& operator=(const watched_wait&) = delete;
  ~watched_wait() {
    if (by_ != nullptr) by_->end(where_);
  }

 private:
  watchdog* const by_;
  watchdog::place* const where_;
};

}  // namespace wyn::runtime
