// Interrupts: a thread runs its handler because another one asks it to. On Linux a signal, SIGURG unless told otherwise:
// ignored by default, passed through by debuggers, and harmless when nobody asked.
#pragma once

#include <cstdint>

#include "wyn/sync/world.hpp"

namespace wyn::sync {

/// Which thread to interrupt; 0: none. Stays harmless when the thread has ended.
struct interruptible {
  std::uint64_t number = 0;  // of the thread; 0: none
};

/// Lets the calling thread be interrupted: from now on `handler(context)` may run between any two of its instructions.
/// The handler is async-signal-safe and does not throw. System calls that it interrupts are restarted where the kernel
/// can (SA_RESTART); others return EINTR. One handler per thread.
/// Throws what install_interrupts does.
[[nodiscard]] interruptible accept_interrupts(void (*handler)(void*), void* context);

/// The calling thread's handler does not begin any more.
void refuse_interrupts() noexcept;

/// Asks the thread to run its handler. Any thread; one system call. Ends the program with a message if that is refused.
void interrupt(interruptible thread) noexcept;

/// Handles the signal from now on, as the first thread that accepts interrupts would do. Any thread. Throws
/// std::system_error if the system refuses that, or to send signals to threads.
void install_interrupts();

#if !defined(WYN_WORLD_MODEL)
/// Chooses the signal, before it is handled. Throws std::invalid_argument for one that cannot be handled or is a real-time
/// one, std::logic_error after that moment.
void set_interrupt_signal(int number);

/// Takes the handler back, unless somebody else has installed one since. A signal that kills by default is ignored from now
/// on: one may be on its way. Nobody accepts interrupts. The next one who does installs it again.
void take_back_interrupts() noexcept;

/// The signal in use.
[[nodiscard]] int interrupt_signal() noexcept;
#endif

}  // namespace wyn::sync
