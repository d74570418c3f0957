// The operations whose machine code same_code.py compares, through wyn. In the same order
// in both files: clang compiles the first use of a standard function in a file unlike the later ones.
#include "wyn/lockfree/split_deque.hpp"

using split_queue = wyn::split_deque<int*, 256>;

extern "C" {

int* code_take(split_queue::owner& owner) {
  return owner.take();
}

int code_steal(split_queue::thief& thief, int** into) {
  return static_cast<int>(thief.steal(into).what);
}

std::uint32_t code_steal_batch(split_queue::thief& thief, int** into, std::uint32_t at_most) {
  const auto stolen = thief.steal(into, at_most);
  return stolen.what == wyn::split_steal::outcome::lost ? ~std::uint32_t{0} : stolen.count;
}

std::uint32_t code_size_hint(const split_queue& elements) {
  return elements.size_hint();
}

}  // extern "C"
