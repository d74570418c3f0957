#include "wyn/sync/signals.hpp"

#include <pthread.h>

namespace wyn::sync {

signal_block::signal_block() noexcept {
  sigset_t every;
  sigfillset(&every);
  pthread_sigmask(SIG_SETMASK, &every, &before_);
}

signal_block::~signal_block() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace wyn::sync
