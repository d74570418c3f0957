// fails: a handler runs between any two steps of its thread, and it is its thread: between the two there is no race.
#include "wyn/sync/interrupt.hpp"
#include "models/litmus/litmus.hpp"

namespace wyn::models::interrupt_anywhere {
namespace {

using namespace wyn::sync;

// Counts in plain memory, so that a handler on another thread would be a race.
void count(void* memory) {
  auto& m = *static_cast<litmus_memory*>(memory);
  m.data.set(m.data.get() + 1);
}

void look_twice(litmus_memory& m) {
  const interruptible self = accept_interrupts(count, &m);
  m.y.store(self.number + 1, release<"litmus.interrupt.accept">);
  m.r0 = m.data.get();
  m.x.store(1, relaxed<"litmus.interrupt.between">);
  m.r1 = m.data.get();
}

void ask(litmus_memory& m) {
  std::uint64_t target = 0;
  while ((target = m.y.load(acquire<"litmus.interrupt.target">)) == 0) yield();
  interrupt({target - 1});
}

const registration between{litmus("interrupt.between", "no handler runs between the two reads", expectation::fails,
                                  {look_twice, ask}, [](litmus_memory& m) { return m.r0 != m.r1; })};

}  // namespace
}  // namespace wyn::models::interrupt_anywhere
