// rejected: deleted
#include <utility>

#include "wyn/lockfree/deque.hpp"

using namespace wyn::sync;

void use() {
  wyn::deque<int> elements;
  auto first = elements.get_owner();
#if defined(WRONG)
  auto second = first;
#else
  auto second = std::move(first);
#endif
}
