// errors: what wyn throws of its own.
#pragma once

#include <stdexcept>

namespace wyn {

/// A spawn or an attach came after the shutdown. Nothing was taken: a closure is as it was.
class scheduler_closed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// In the child of a fork a scheduler of the parent has no threads: it takes nothing. Make a new one.
class scheduler_forked : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A wait ended, or an algorithm, and not all of its tasks ran: they were stopped (std::stop_token), or their scheduler was
/// shut down and told to abandon them.
class tasks_cancelled : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace wyn
