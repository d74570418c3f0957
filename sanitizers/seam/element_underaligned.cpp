// rejected: the elements of a deque are trivially copyable, at most 8 bytes, and aligned to their size
#include "wyn/lockfree/deque.hpp"

using namespace wyn::sync;

void use() {
  struct pair {
    long first, second;
  };
#if defined(WRONG)
  wyn::deque<pair> elements;
#else
  wyn::deque<const pair*> elements;
#endif
}
