// The fault: a read of memory that was given back.
#include <memory>

int main() {
  auto number = std::make_unique<int>(1);
  const int* volatile kept = number.get();
  number.reset();
  return *kept == 12345 ? 1 : 0;
}
