// What a thread does last.
#pragma once

namespace wyn::sync {

#if !defined(WYN_WORLD_MODEL)
/// Calls `last(context)` when the calling thread ends, after later registered ones. Any thread.
/// Throws std::bad_alloc, with nothing registered.
void at_thread_exit(void (*last)(void*), void* context);
#endif

}  // namespace wyn::sync
