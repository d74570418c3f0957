// rejected: no member named
#include "wyn/lockfree/deque.hpp"

using namespace wyn::sync;

void use() {
  wyn::deque<int> elements;
#if defined(WRONG)
  static_cast<void>(elements.get_thief().take());
#else
  static_cast<void>(elements.get_owner().take());
#endif
}
