// rejected: load_order
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
  int expected = 0;
#if defined(WRONG)
  static_cast<void>(value.compare_exchange_strong(expected, 1, release<"seam.cas.won">, release<"seam.cas.lost">));
#else
  static_cast<void>(value.compare_exchange_strong(expected, 1, release<"seam.cas.won">, relaxed<"seam.cas.lost">));
#endif
}
