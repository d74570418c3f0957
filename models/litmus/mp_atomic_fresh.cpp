// holds: message passing on atomic data by release and acquire.
#include "models/litmus/litmus.hpp"

namespace wyn::models::mp_atomic_fresh {
namespace {

using namespace wyn::sync;

const registration fresh{litmus("mp.fresh", "who sees the flag sees the data", expectation::holds,
                                {[](litmus_memory& m) {
                                   m.y.store(1, relaxed<"litmus.mp_atomic_fresh.data_store">);
                                   m.x.store(1, release<"litmus.mp_atomic_fresh.flag_store">);
                                 },
                                 [](litmus_memory& m) {
                                   m.r0 = m.x.load(acquire<"litmus.mp_atomic_fresh.flag_load">);
                                   m.r1 = m.y.load(relaxed<"litmus.mp_atomic_fresh.data_load">);
                                 }},
                                [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::mp_atomic_fresh
