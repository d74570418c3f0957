// The operations whose machine code same_code.py compares, on std::atomic alone. In the same order
// in both files: clang compiles the first use of a standard function in a file unlike the later ones.
#include "hand_written.hpp"

using split_queue = hand_written::split_deque<int*, 256>;

// As wyn's handles: a pointer to the queue.
struct handle {
  split_queue* of;
};

extern "C" {

int* code_take(handle& owner) {
  return owner.of->take();
}

int code_steal(handle& thief, int** into) {
  return static_cast<int>(thief.of->steal(into, 1).what);
}

std::uint32_t code_steal_batch(handle& thief, int** into, std::uint32_t at_most) {
  const auto stolen = thief.of->steal(into, at_most);
  return stolen.what == hand_written::outcome::lost ? ~std::uint32_t{0} : stolen.count;
}

std::uint32_t code_size_hint(const split_queue& elements) {
  return elements.size_hint();
}

}  // extern "C"
