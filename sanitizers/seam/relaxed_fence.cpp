// rejected: fence_order
#include "wyn/sync/atomic.hpp"

using namespace wyn::sync;

void use() {
#if defined(WRONG)
  fence(relaxed<"seam.relaxed.fence">);
#else
  fence(seq_cst<"seam.relaxed.fence">);
#endif
}
