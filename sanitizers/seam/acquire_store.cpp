// rejected: store_order
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  value.store(1, acquire<"seam.acquire.store">);
#else
  value.store(1, release<"seam.acquire.store">);
#endif
}
