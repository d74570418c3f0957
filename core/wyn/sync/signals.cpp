#include "wyn/sync/signals.hpp"

#include <pthread.h>

namespace wyn::sync {

namespace {

// When a thread makes a fault while it blocks the fault's signal, the kernel ends the process and calls no handler. And a
// profiler's signal goes to the thread that uses the time.
constexpr int never_blocked[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF};

}  // namespace

signal_block::signal_block() noexcept {
  sigset_t most;
  sigfillset(&most);
  for (const int number : never_blocked) sigdelset(&most, number);
  pthread_sigmask(SIG_BLOCK, &most, &before_);
}

signal_block::~signal_block() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace wyn::sync
