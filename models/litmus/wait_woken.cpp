// holds: a wake after the store reaches who waits for the old value, and the futex by itself orders nothing needed here.
#include "models/litmus/litmus.hpp"

namespace wyn::models::wait_woken {
namespace {

using namespace wyn::sync;

void sleep_until_set(litmus_memory& m) {
  while (m.word.load(acquire<"litmus.wait_woken.look">) == 0) m.word.wait(0, relaxed<"litmus.wait_woken.wait">);
  m.r0 = m.data.get();
}

void set_and_wake(litmus_memory& m) {
  m.data.set(1);
  m.word.store(1, release<"litmus.wait_woken.store">);
  m.word.wake_one(relaxed<"litmus.wait_woken.wake">);
}

const registration woken{litmus("wait.woken", "who waits is woken and sees what was stored before", expectation::holds,
                                {sleep_until_set, set_and_wake}, [](litmus_memory& m) { return m.r0 != 1; })};

}  // namespace
}  // namespace wyn::models::wait_woken
