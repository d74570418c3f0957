// rejected: the elements of a deque are trivially copyable
#include <string>

#include "wyn/lockfree/deque.hpp"

using namespace wyn::sync;

void use() {
#if defined(WRONG)
  wyn::deque<std::string> elements;
#else
  wyn::deque<const std::string*> elements;
#endif
}
