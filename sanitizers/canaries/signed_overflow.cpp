// The fault: a sum that its signed type cannot hold.
#include <limits>

int main(int arguments, char**) {
  volatile int largest = std::numeric_limits<int>::max();
  return largest + arguments == 12345 ? 1 : 0;
}
