// rejected: missing template arguments|requires template arguments
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  static_cast<void>(value.load(acquire));
#else
  static_cast<void>(value.load(acquire<"seam.unnamed.load">));
#endif
}
