// What a thread does last.
#pragma once

namespace wyn::sync {

/// Calls `last(context)` when the calling thread ends, after its thread_local objects and after later registered ones; on the
/// main thread when static objects end, if nobody uses wyn then (unload.hpp). Under the model nothing is called: its
/// programs end what their threads have. Any thread. Throws std::bad_alloc, with nothing registered.
void at_thread_exit(void (*last)(void*), void* context);

#if !defined(WYN_WORLD_MODEL)
/// Does all that now, for the calling thread; for other threads it is never done. No thread may register anything meanwhile.
void end_this_thread() noexcept;
#endif

}  // namespace wyn::sync
