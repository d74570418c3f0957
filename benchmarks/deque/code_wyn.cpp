// The operations whose machine code same_code.py compares, through wyn. In the same order
// in both files: clang compiles the first use of a standard function in a file unlike the later ones.
#include "wyn/lockfree/deque.hpp"

using unbounded = wyn::deque<int*>;

extern "C" {

int code_steal(unbounded::thief& thief, int** into) {
  const auto stolen = thief.steal();
  if (stolen.outcome == wyn::steal_outcome::got) *into = stolen.element;
  return static_cast<int>(stolen.outcome);
}

void code_push(unbounded::owner& owner, int* element) {
  owner.push(element);
}

bool code_take(unbounded::owner& owner, int** into) {
  const auto element = owner.take();
  if (element) *into = *element;
  return element.has_value();
}

bool code_push_take(unbounded::owner& owner, int* element, int** into) {
  owner.push(element);
  const auto back = owner.take();
  if (back) *into = *back;
  return back.has_value();
}

}  // extern "C"
