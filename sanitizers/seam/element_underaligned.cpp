// rejected: the elements of a deque are trivially copyable, at most 8 bytes, and aligned to their size
#include "wyn/lockfree/deque.hpp"

using namespace wyn::sync;

void use() {
#if defined(WRONG)
  struct half_aligned {
    int first, second;
  };
#else
  struct alignas(8) half_aligned {
    int first, second;
  };
#endif
  wyn::deque<half_aligned> elements;
}
