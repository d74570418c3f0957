// rejected: no matching (member )?function for call to
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
  atomic<int> value{0};
#if defined(WRONG)
  static_cast<void>(value.load());
#else
  static_cast<void>(value.load(acquire<"seam.defaulted.load">));
#endif
}
