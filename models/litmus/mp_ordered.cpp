// holds: message passing by release and acquire, by operations or by fences.
#include "models/litmus/litmus.hpp"

namespace wyn::models::mp_ordered {
namespace {

using namespace wyn::sync;

const registration operations{litmus("mp.operations", "who sees the flag sees the data", expectation::holds,
                                     {[](litmus_memory& m) {
                                        m.data.set(1);
                                        m.x.store(1, release<"litmus.mp_ordered.operations_store">);
                                      },
                                      [](litmus_memory& m) {
                                        if (m.x.load(acquire<"litmus.mp_ordered.operations_load">) == 0) return;
                                        m.r0 = m.data.get() == 0 ? 1 : 0;
                                      }},
                                     [](litmus_memory& m) { return m.r0 == 1; })};

const registration fences{litmus("mp.fences", "who sees the flag sees the data", expectation::holds,
                                 {[](litmus_memory& m) {
                                    m.data.set(1);
                                    fence(release<"litmus.mp_ordered.fences_before">);
                                    m.x.store(1, relaxed<"litmus.mp_ordered.fences_store">);
                                  },
                                  [](litmus_memory& m) {
                                    if (m.x.load(relaxed<"litmus.mp_ordered.fences_load">) == 0) return;
                                    fence(acquire<"litmus.mp_ordered.fences_behind">);
                                    m.r0 = m.data.get() == 0 ? 1 : 0;
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 1; })};

const registration sequential{litmus("mp.sequential", "who sees the flag sees the data", expectation::holds,
                                     {[](litmus_memory& m) {
                                        m.data.set(1);
                                        m.x.store(1, seq_cst<"litmus.mp_ordered.sequential_store">);
                                      },
                                      [](litmus_memory& m) {
                                        if (m.x.load(seq_cst<"litmus.mp_ordered.sequential_load">) == 0) return;
                                        m.r0 = m.data.get() == 0 ? 1 : 0;
                                      }},
                                     [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::mp_ordered
