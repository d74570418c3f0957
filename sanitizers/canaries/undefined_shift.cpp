// The fault: a shift by the width of the type.
#include <cstdint>

int main(int arguments, char**) {
  volatile int by = 63 + arguments;
  return (std::uint64_t{1} << by) == 12345 ? 1 : 0;
}
