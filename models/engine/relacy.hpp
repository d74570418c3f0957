// Relacy, tamed: its macros are taken back at once, its stores follow C++20, and its threads change places by other means.
#pragma once

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <climits>
#include <csetjmp>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <new>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "models/engine/stacks.hpp"

#include <relacy/relacy.hpp>

#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef assert
#undef errno
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#undef $
#pragma GCC diagnostic pop
#undef VAR
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst

// Since C++20 a release sequence continues through read-modify-writes only; Relacy, which is older, lets a later plain
// store of the same thread continue it. So its plain store is specialised here, for each number of threads: a plain
// store starts anew, with the clock of the thread (release) or of its last release fence (relaxed).
namespace rl {

template <thread_id_t Threads>
unsigned store_as_in_cxx20(thread_info<Threads>& self, atomic_data* data, bool releases, bool sequential) {
  auto& object = *static_cast<atomic_data_impl<Threads>*>(data);
  const unsigned index = ++object.current_index_ % atomic_history_size;
  auto& record = object.history_[index];
  const timestamp_t now = ++self.own_acq_rel_order_;
  const timestamp_t* const carried = releases ? self.acq_rel_order_ : self.release_fence_order_;
  for (thread_id_t i = 0; i != Threads; ++i) {
    record.acq_rel_order_[i] = carried[i];
    record.first_seen_order_[i] = static_cast<timestamp_t>(-1);
  }
  record.first_seen_order_[self.index_] = now;
  record.busy_ = true;
  record.seq_cst_ = sequential;
  record.thread_id_ = self.index_;
  record.acq_rel_timestamp_ = now;
  return index;
}

#define WYN_STORES_AS_IN_CXX20(threads)                                                    \
  template <>                                                                              \
  template <>                                                                              \
  inline unsigned thread_info<threads>::atomic_store<mo_relaxed, false>(atomic_data * d) { \
    return store_as_in_cxx20<threads>(*this, d, false, false);                             \
  }                                                                                        \
  template <>                                                                              \
  template <>                                                                              \
  inline unsigned thread_info<threads>::atomic_store<mo_release, false>(atomic_data * d) { \
    return store_as_in_cxx20<threads>(*this, d, true, false);                              \
  }                                                                                        \
  template <>                                                                              \
  template <>                                                                              \
  inline unsigned thread_info<threads>::atomic_store<mo_seq_cst, false>(atomic_data * d) { \
    return store_as_in_cxx20<threads>(*this, d, true, true);                               \
  }

WYN_STORES_AS_IN_CXX20(1)
WYN_STORES_AS_IN_CXX20(2)
WYN_STORES_AS_IN_CXX20(3)
WYN_STORES_AS_IN_CXX20(4)
#undef WYN_STORES_AS_IN_CXX20

}  // namespace rl
