// The fault: the owner writes what an element points to after it has pushed the element. It shows that the
// atomics of the seam hide no race from the sanitizer.
#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/thread.hpp"

int main() {
  wyn::deque<int*> tasks;
  int value = 0;
  int seen = 0;
  wyn::sync::thread thief{[&] {
    auto stolen = tasks.get_thief().steal();
    while (!stolen.got()) stolen = tasks.get_thief().steal();
    seen = *stolen.element;
  }};
  tasks.get_owner().push(&value);
  value = 1;
  thief.join();
  return seen > 1 ? 1 : 0;
}
