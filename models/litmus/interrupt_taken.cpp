// holds: an interrupt that was asked for is taken before its thread ends, once, and without a race.
#include "models/litmus/litmus.hpp"
#include "wyn/sync/interrupt.hpp"

namespace wyn::models::interrupt_taken {
namespace {

using namespace wyn::sync;

void count(void* memory) {
  auto& m = *static_cast<litmus_memory*>(memory);
  m.data.set(m.data.get() + 1);
}

void work(litmus_memory& m) {
  const interruptible self = accept_interrupts(count, &m);
  m.y.store(self.number + 1, release<"litmus.interrupt_taken.accept">);
  while (m.x.load(acquire<"litmus.interrupt_taken.asked">) == 0) yield();
  m.r0 = 1;
}

void ask(litmus_memory& m) {
  std::uint64_t target = 0;
  while ((target = m.y.load(acquire<"litmus.interrupt_taken.target">)) == 0) yield();
  interrupt({target - 1});
  m.x.store(1, release<"litmus.interrupt_taken.done">);
}

const registration once{litmus("interrupt.taken", "the handler runs once before its thread ends", expectation::holds,
                               {work, ask}, [](litmus_memory& m) { return m.data.get() != 1; })};

}  // namespace
}  // namespace wyn::models::interrupt_taken
