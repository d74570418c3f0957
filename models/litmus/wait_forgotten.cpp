// fails: without a wake, or with the wake before the store, the sleeper sleeps for ever; a wake orders no plain memory.
#include "models/litmus/litmus.hpp"

namespace wyn::models::wait_forgotten {
namespace {

using namespace wyn::sync;

void sleep_until_set(litmus_memory& m) {
  while (m.word.load(relaxed<"litmus.wait_forgotten.look">) == 0) m.word.wait(0, relaxed<"litmus.wait_forgotten.wait">);
}

const registration no_wake{litmus(
    "wait.no_wake", "a store without a wake", expectation::fails,
    {sleep_until_set, [](litmus_memory& m) { m.word.store(1, relaxed<"litmus.wait_forgotten.store">); }}, race_only)};

const registration early_wake{litmus("wait.early_wake", "a wake before the store", expectation::fails,
                                     {sleep_until_set,
                                      [](litmus_memory& m) {
                                        m.word.wake_one(relaxed<"litmus.wait_forgotten.early">);
                                        m.word.store(1, relaxed<"litmus.wait_forgotten.late">);
                                      }},
                                     race_only)};

const registration no_order{litmus("wait.no_order", "a wake that is taken for a release", expectation::fails,
                                   {[](litmus_memory& m) {
                                      sleep_until_set(m);
                                      m.r0 = m.data.get();
                                    },
                                    [](litmus_memory& m) {
                                      m.data.set(1);
                                      m.word.store(1, relaxed<"litmus.wait_forgotten.unordered">);
                                      m.word.wake_one(relaxed<"litmus.wait_forgotten.wake">);
                                    }},
                                   race_only)};

}  // namespace
}  // namespace wyn::models::wait_forgotten
