// The other part. It calls nothing of wyn's library, so only the world's own symbol can betray it.
#include "wyn/sync/atomic.hpp"

int use_the_other_part() {
  return 0;
}
