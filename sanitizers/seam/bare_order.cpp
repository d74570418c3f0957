// rejected: is_named_order
#include <atomic>

#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  static_cast<void>(value.load(std::memory_order_acquire));
#else
  static_cast<void>(value.load(acquire<"seam.bare.load">));
#endif
}
