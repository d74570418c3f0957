// Everything that core outside the seam may stand on, and then the words that it may not use.
//
// The lint compiles each core header behind this one, with both compilers and in the production and model
// worlds: a forbidden word is an error at its place, also when a macro or a pasted token made it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <climits>
#include <compare>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <shared_mutex>
#include <span>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wyn/sync/address.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/contract.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/plain.hpp"
#include "wyn/sync/process_wide.hpp"
#include "wyn/sync/random.hpp"
#include "wyn/sync/signals.hpp"
#include "wyn/sync/sizes.hpp"
#include "wyn/sync/source_location.hpp"
#include "wyn/sync/thread.hpp"
#include "wyn/sync/thread_exit.hpp"

// The seam has its own `atomic` and `thread`, so these two words stay allowed; but they now mean the seam's,
// and std's are gone: "only_sync_atomic is not a member of std".
namespace wyn::sync {
template <typename T>
using only_sync_atomic = atomic<T>;
using only_sync_thread = thread;
}  // namespace wyn::sync
#define atomic only_sync_atomic
#define thread only_sync_thread

#pragma GCC poison atomic_ref atomic_flag atomic_thread_fence atomic_signal_fence kill_dependency
#pragma GCC poison atomic_load atomic_load_explicit atomic_store atomic_store_explicit atomic_exchange
#pragma GCC poison atomic_exchange_explicit atomic_compare_exchange_strong atomic_compare_exchange_strong_explicit
#pragma GCC poison memory_order memory_order_relaxed memory_order_consume memory_order_acquire
#pragma GCC poison memory_order_release memory_order_acq_rel memory_order_seq_cst
#pragma GCC poison __atomic_load __atomic_load_n __atomic_store __atomic_store_n __atomic_exchange
#pragma GCC poison __atomic_exchange_n __atomic_compare_exchange __atomic_compare_exchange_n __atomic_fetch_add
#pragma GCC poison __atomic_fetch_sub __atomic_fetch_and __atomic_fetch_or __atomic_fetch_xor __atomic_add_fetch
#pragma GCC poison __atomic_sub_fetch __atomic_test_and_set __atomic_clear __atomic_thread_fence
#pragma GCC poison __atomic_signal_fence __sync_synchronize __sync_fetch_and_add __sync_fetch_and_sub
#pragma GCC poison __sync_add_and_fetch __sync_sub_and_fetch __sync_bool_compare_and_swap
#pragma GCC poison __sync_val_compare_and_swap __sync_lock_test_and_set __sync_lock_release _Atomic
#pragma GCC poison volatile __volatile__ asm __asm__ __asm thread_local __thread
#pragma GCC poison mutex recursive_mutex timed_mutex shared_mutex condition_variable condition_variable_any
#pragma GCC poison lock_guard unique_lock scoped_lock shared_lock call_once once_flag jthread
#pragma GCC poison pthread_create pthread_mutex_lock pthread_mutex_unlock pthread_cond_wait pthread_cond_signal
#undef SYS_futex
#undef __NR_futex
#pragma GCC poison syscall SYS_futex __NR_futex
#pragma GCC poison named_order site_record visited_cell world_fence visited_fence to_std
