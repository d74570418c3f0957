// rejected: the elements of a deque are trivially copyable and at most 8 bytes
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
