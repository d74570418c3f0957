// rejected: load_order
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  static_cast<void>(value.load(release<"seam.release.load">));
#else
  static_cast<void>(value.load(acquire<"seam.release.load">));
#endif
}
