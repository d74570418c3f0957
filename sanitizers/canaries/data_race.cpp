// The fault: two threads write one plain object.
#include "wyn/sync/thread.hpp"

int main() {
  int shared = 0;
  wyn::sync::thread other{[&shared] { shared = 1; }};
  shared = 2;
  other.join();
  return shared == 0 ? 1 : 0;
}
