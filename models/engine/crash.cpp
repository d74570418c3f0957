#include "models/engine/crash.hpp"

#include <csignal>

#include "models/engine/execution.hpp"

namespace wyn::models {

namespace {

constexpr int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
volatile std::sig_atomic_t running = 0;

void set_handlers(void (*handler)(int)) noexcept {
  struct sigaction wanted {};
  wanted.sa_handler = handler;
  // The handler is left by a switch of stacks: the signal must not stay blocked.
  wanted.sa_flags = SA_NODEFER;
  for (const int crash : crashes) static_cast<void>(::sigaction(crash, &wanted, nullptr));
}

// On the stack of the modelled thread that crashed, which does not go on: the failure leaves it as any other does.
void on_crash(int) {
  if (running == 0) return set_handlers(SIG_DFL);  // and it crashes again
  running = 0;
  sync::model::fail_execution("it crashed: a wild or dangling pointer, or std::terminate",
                              rl::test_result_user_assert_failed);
}

}  // namespace

crash_watch::crash_watch() noexcept {
  set_handlers(on_crash);
}

crash_watch::~crash_watch() {
  program_runs(false);
  set_handlers(SIG_DFL);
}

void crash_watch::program_runs(bool on) noexcept {
  running = on ? 1 : 0;
}

}  // namespace wyn::models
