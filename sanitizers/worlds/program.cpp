// One part of a program: it uses the deque and calls the other part.
#include "wyn/lockfree/deque.hpp"

int use_the_other_part();

int main() {
  wyn::deque<int> numbers;
  auto owner = numbers.get_owner();
  owner.push(1);
  return owner.take() == 1 ? use_the_other_part() : 1;
}
