// What a thread does last.
#pragma once

namespace wyn::sync {

/// Calls `last(context)` when the calling thread ends, after later registered ones. Under the model nothing is called: its
/// programs end what their threads have. Any thread. Throws std::bad_alloc, with nothing registered.
void at_thread_exit(void (*last)(void*), void* context);

}  // namespace wyn::sync
