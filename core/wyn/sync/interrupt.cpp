#include "wyn/sync/interrupt.hpp"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>

#include "wyn/sync/per_thread.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

void install_interrupts() {}

interruptible accept_interrupts(void (*handler)(void*), void* context) {
  model::set_interrupt_handler(handler, context);
  return {model::thread_index() + 1};
}

void refuse_interrupts() noexcept {
  model::set_interrupt_handler(nullptr, nullptr);
}

void interrupt(interruptible thread) noexcept {
  if (thread.number != 0) model::interrupt(static_cast<unsigned>(thread.number - 1));
}

#else

namespace {

struct accepted {
  void (*handler)(void*);
  void* context;
};
struct accepted_tag;

constinit std::atomic<int> signal_number{SIGURG};
constinit std::atomic<bool> installed{false};
struct sigaction previous {};

// What else wanted the signal gets it too.
void pass_on(int number, siginfo_t* info, void* context) {
  if ((previous.sa_flags & SA_SIGINFO) != 0) {
    if (previous.sa_sigaction != nullptr) previous.sa_sigaction(number, info, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  }
}

void on_signal(int number, siginfo_t* info, void* context) {
  const int before = errno;
  const accepted& own = per_thread<accepted_tag, accepted>();
  if (own.handler != nullptr) own.handler(own.context);
  pass_on(number, info, context);
  errno = before;
}

constinit std::mutex one_at_a_time;

bool send(pid_t thread, int number) noexcept {
  return ::syscall(SYS_tgkill, ::getpid(), thread, number) == 0;
}

pid_t own_number() noexcept {
  return static_cast<pid_t>(::syscall(SYS_gettid));
}

// ThreadSanitizer 14 makes a thread's signal context in the thread's first blocking call, and a signal that comes just
// then is lost for good: so there is such a call before the first signal.
void prepare_sanitizer() {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
  ::usleep(0);
#endif
#endif
}

}  // namespace

void install_interrupts() {
  if (installed.load(std::memory_order_acquire)) return;
  const std::lock_guard lock(one_at_a_time);
  if (installed.load(std::memory_order_relaxed)) return;
  if (!send(own_number(), 0)) {
    throw std::system_error(errno, std::generic_category(), "wyn: no signal can be sent to a thread");
  }
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  if (::sigaction(signal_number, &action, &previous) != 0) {
    throw std::system_error(errno, std::generic_category(), "wyn: the interrupt signal cannot be handled");
  }
  installed.store(true, std::memory_order_release);
}

interruptible accept_interrupts(void (*handler)(void*), void* context) {
  prepare_sanitizer();
  install_interrupts();
  accepted& own = per_thread<accepted_tag, accepted>();
  own.context = context;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  own.handler = handler;
  sigset_t own_signal;
  sigemptyset(&own_signal);
  sigaddset(&own_signal, signal_number);
  pthread_sigmask(SIG_UNBLOCK, &own_signal, nullptr);
  return {static_cast<std::uint64_t>(own_number())};
}

void refuse_interrupts() noexcept {
  per_thread<accepted_tag, accepted>().handler = nullptr;
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

// What was asked is not asked again until the handler has begun: a signal that was refused would be missed for good.
void interrupt(interruptible thread) noexcept {
  if (thread.number == 0) return;
  if (send(static_cast<pid_t>(thread.number), signal_number.load(std::memory_order_relaxed))) return;
  if (errno == ESRCH) return;  // the thread has ended
  std::fprintf(stderr, "wyn: a thread cannot be interrupted: tgkill is refused with error %d: allow it\n", errno);
  std::terminate();
}

namespace {

// Not what the C library keeps for itself, and none that says that something is broken.
bool can_interrupt(int number) noexcept {
  constexpr int not_these[] = {SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
  if (std::find(std::begin(not_these), std::end(not_these), number) != std::end(not_these)) return false;
  return ::sigaction(number, nullptr, nullptr) == 0;
}

// Each of these is queued, and refused when too many are.
bool is_real_time(int number) noexcept {
  return number >= SIGRTMIN && number <= SIGRTMAX;
}

}  // namespace

void set_interrupt_signal(int number) {
  if (installed.load(std::memory_order_acquire)) {
    throw std::logic_error("wyn: the interrupt signal is in use already; choose it before the first scheduler");
  }
  if (is_real_time(number)) {
    throw std::invalid_argument("wyn: signal " + std::to_string(number) +
                                " is a real-time one, which the system may refuse to send; SIGURG is the default");
  }
  if (!can_interrupt(number)) {
    throw std::invalid_argument("wyn: signal " + std::to_string(number) + " cannot interrupt; SIGURG is the default");
  }
  signal_number.store(number, std::memory_order_relaxed);
}

void take_back_interrupts() noexcept {
  const std::lock_guard lock(one_at_a_time);
  if (!installed.load(std::memory_order_relaxed)) return;
  const int number = signal_number.load(std::memory_order_relaxed);
  struct sigaction now {};
  const bool is_own =
      ::sigaction(number, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == on_signal;
  if (!is_own) return;
  struct sigaction then = previous;
  if ((then.sa_flags & SA_SIGINFO) == 0 && then.sa_handler == SIG_DFL && number != SIGURG) then.sa_handler = SIG_IGN;
  if (::sigaction(number, &then, nullptr) == 0) installed.store(false, std::memory_order_release);
}

int interrupt_signal() noexcept {
  return signal_number.load(std::memory_order_relaxed);
}

#endif

}  // namespace wyn::sync
