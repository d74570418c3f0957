// rejected: a site is named <file>.<operation>.<purpose>
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  static_cast<void>(value.load(acquire<"load">));
#else
  static_cast<void>(value.load(acquire<"seam.badly_named.load">));
#endif
}
