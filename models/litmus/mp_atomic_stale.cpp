// fails: message passing on atomic data, both sides relaxed: a stale value, not a race.
#include "models/litmus/litmus.hpp"

namespace wyn::models::mp_atomic_stale {
namespace {

using namespace wyn::sync;

const registration stale{litmus("mp.stale", "who sees the flag sees the data", expectation::fails,
                                {[](litmus_memory& m) {
                                   m.y.store(1, relaxed<"litmus.mp_atomic_stale.data_store">);
                                   m.x.store(1, relaxed<"litmus.mp_atomic_stale.flag_store">);
                                 },
                                 [](litmus_memory& m) {
                                   m.r0 = m.x.load(relaxed<"litmus.mp_atomic_stale.flag_load">);
                                   m.r1 = m.y.load(relaxed<"litmus.mp_atomic_stale.data_load">);
                                 }},
                                [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::mp_atomic_stale
