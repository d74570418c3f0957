// family: who made which task of a shape, and so which of them a wait needs. By the shape, not by what the runtime keeps.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"

namespace wyn::models {

/// What a modelled worker waits for: nothing, a fork, or the group of a task.
struct flow_wait {
  enum class kind { nothing, fork, group } what = kind::nothing;
  unsigned of = 0;  // the fork, or the task that has the group
};

class flow_family {
 public:
  static constexpr unsigned most = 10;

  flow_family(const std::vector<std::string>& tasks, const std::string& outside) {
    forker_.fill(nobody);
    group_of_.fill(nobody);
    for (unsigned task = 0; task < most; ++task) runs_as_[task] = task;
    for (std::size_t i = outside.find('r'); i != std::string::npos; i = outside.find('r', i + 1)) {
      called_[digit(outside[i + 1])] = true;
    }
    // A task is numbered after the one that makes it.
    for (unsigned task = 0; task < tasks.size(); ++task) read(task, tasks[task], tasks);
  }

  [[nodiscard]] bool is_fork(unsigned task) const { return forker_[task] != nobody; }
  /// The first branch of a fork runs on its forker's stack, and is no task to the runtime; nor is what a thread calls.
  [[nodiscard]] bool is_spawned(unsigned task) const {
    return !is_fork(task) && runs_as_[task] == task && !called_[task];
  }
  /// A fork whose first branch throws.
  [[nodiscard]] bool may_be_dropped(unsigned task) const { return droppable_[task]; }
  /// Whether the task was spawned into the group that `owner` has.
  [[nodiscard]] bool is_in_group(unsigned task, unsigned owner) const { return group_of_[task] == owner; }

  /// Whether what is waited for cannot end before the task has.
  [[nodiscard]] bool needs(flow_wait wait, unsigned task) const {
    if (wait.what == flow_wait::kind::nothing) return true;
    while (task != nobody) {
      if (wait.what == flow_wait::kind::fork && task == wait.of) return true;
      if (wait.what == flow_wait::kind::group && is_in_group(task, wait.of)) return true;
      task = is_fork(task) ? forker_[task] : group_of_[task];
      if (task != nobody) task = runs_as_[task];
    }
    return false;
  }

 private:
  static constexpr unsigned nobody = ~0U;

  void read(unsigned task, const std::string& what, const std::vector<std::string>& tasks) {
    for (std::size_t i = 0; i < what.size(); ++i) {
      if (what[i] == 'f') {
        const unsigned first = digit(what[i + 1]);
        const unsigned second = digit(what[i + 2]);
        runs_as_[first] = runs_as_[task];
        forker_[second] = runs_as_[task];
        droppable_[second] = tasks[first].find('t') != std::string::npos;
      } else if (what[i] == 'g') {
        for (++i; is_digit(what[i]); ++i) group_of_[digit(what[i])] = task;
      } else if (what[i] == 's') {
        group_of_[digit(what[i + 1])] = group_of_[task];
      }
    }
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }

  std::array<unsigned, most> forker_{};
  std::array<unsigned, most> group_of_{};
  std::array<unsigned, most> runs_as_{};
  std::array<bool, most> droppable_{};
  std::array<bool, most> called_{};
};

/// Sets what the calling worker waits for, until it ends.
class waiting {
 public:
  waiting(flow_wait& now, flow_wait next) : now_(now), before_(std::exchange(now, next)) {}
  ~waiting() { now_ = before_; }
  waiting(const waiting&) = delete;
  waiting& operator=(const waiting&) = delete;

 private:
  flow_wait& now_;
  const flow_wait before_;
};

}  // namespace wyn::models
