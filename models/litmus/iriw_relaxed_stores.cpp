// fails: a false alarm. C++20 forbids the outcome, and the checker shows it.
//
// Relaxed stores read by seq_cst loads: in C++20 the loads alone order the stores.
#include "models/litmus/litmus.hpp"

namespace wyn::models::iriw_relaxed_stores {
namespace {

using namespace wyn::sync;

const registration sequential_loads{
    litmus("iriw.relaxed_stores", "two readers agree on the order of two independent writes", expectation::fails,
           {[](litmus_memory& m) { m.x.store(1, relaxed<"litmus.iriw_relaxed_stores.x_store">); },
            [](litmus_memory& m) { m.y.store(1, relaxed<"litmus.iriw_relaxed_stores.y_store">); },
            [](litmus_memory& m) {
              m.r0 = m.x.load(seq_cst<"litmus.iriw_relaxed_stores.left_x">);
              m.r1 = m.y.load(seq_cst<"litmus.iriw_relaxed_stores.left_y">);
            },
            [](litmus_memory& m) {
              m.r2 = m.y.load(seq_cst<"litmus.iriw_relaxed_stores.right_y">);
              m.r3 = m.x.load(seq_cst<"litmus.iriw_relaxed_stores.right_x">);
            }},
           [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0 && m.r2 == 1 && m.r3 == 0; })};

}  // namespace
}  // namespace wyn::models::iriw_relaxed_stores
