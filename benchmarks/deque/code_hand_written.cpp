// The operations whose machine code same_code.py compares, on std::atomic alone. In the same order
// in both files: clang compiles the first use of a standard function in a file unlike the later ones.
#include "hand_written.hpp"

using deque = hand_written::deque<int*>;

// As wyn's handles: a pointer to the deque.
struct handle {
  deque* of;
};

extern "C" {

int code_steal(handle& thief, int** into) {
  const auto stolen = thief.of->steal();
  if (stolen.what == hand_written::outcome::got) *into = stolen.element;
  return static_cast<int>(stolen.what);
}

void code_push(handle& owner, int* element) {
  owner.of->push(element);
}

bool code_take(handle& owner, int** into) {
  const auto element = owner.of->take();
  if (element) *into = *element;
  return element.has_value();
}

bool code_push_take(handle& owner, int* element, int** into) {
  owner.of->push(element);
  const auto back = owner.of->take();
  if (back) *into = *back;
  return back.has_value();
}

}  // extern "C"
