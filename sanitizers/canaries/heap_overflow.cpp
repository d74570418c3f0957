// The fault: a read one past the end of an allocation.
#include <cstddef>
#include <vector>

int main(int arguments, char**) {
  const std::size_t size = 3 + static_cast<std::size_t>(arguments);
  const std::vector<int> numbers(size);
  const int* volatile first = numbers.data();
  return first[size] == 12345 ? 1 : 0;
}
