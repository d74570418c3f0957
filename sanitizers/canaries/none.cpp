// No fault: two threads, an element handed over by the deque, memory given back.
#include <memory>

#include "wyn/lockfree/deque.hpp"
#include "wyn/sync/thread.hpp"

int main() {
  wyn::deque<int*> tasks;
  const auto value = std::make_unique<int>(0);
  wyn::sync::thread thief{[&tasks] {
    auto stolen = tasks.get_thief().steal();
    while (!stolen.got()) stolen = tasks.get_thief().steal();
    ++*stolen.element;
  }};
  *value = 1;
  tasks.get_owner().push(value.get());
  thief.join();
  return *value == 2 ? 0 : 1;
}
