// injector_record: what a consumer of an injector keeps: the segments that it may look into, and those that it has
// retired and not freed. Records outlive consumers and are handed on; only the injector's end frees them.
#pragma once

#include <cstddef>
#include <new>

#include "wyn/sync/atomic.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn {

template <typename Segment>
struct injector_record {
  struct hazard {
    sync::atomic<Segment*> held{nullptr};
  };

  // 0: the head's segment, kept from one operation to the next. 1 and 2: where a search is and goes.
  static constexpr std::size_t hazard_count = 3;

  alignas(64) hazard hazards[hazard_count];
  sync::atomic<bool> in_use{true};
  sync::plain<injector_record*> next{nullptr};  // constant once the record is published
  // Of the consumer that uses the record only.
  sync::plain<Segment*> at_head{nullptr};  // what hazard 0 holds
  sync::plain<Segment*> retired{nullptr};  // chained by retired_before
  std::size_t retired_since_scan = 0;
  std::size_t retired_at_most = 1;  // before the next scan

  /// Throws std::bad_alloc.
  [[nodiscard]] static injector_record* make() {
    return ::new (sync::allocate(sizeof(injector_record), alignof(injector_record))) injector_record;
  }
  static void destroy(injector_record* ended) noexcept {
    ended->~injector_record();
    sync::deallocate(ended, sizeof(injector_record), alignof(injector_record));
  }
};

}  // namespace wyn
