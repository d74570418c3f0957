// Signals: the mask of the calling thread.
#pragma once

#include <csignal>

namespace wyn::sync {

/// Blocks every signal for the calling thread until it is destroyed, but those of the thread's own faults, SIGABRT and
/// SIGPROF. Not to be shared between threads.
class signal_block {
 public:
  signal_block() noexcept;
  ~signal_block();
  signal_block(const signal_block&) = delete;
  signal_block& operator=(const signal_block&) = delete;

 private:
  sigset_t before_;
};

}  // namespace wyn::sync
