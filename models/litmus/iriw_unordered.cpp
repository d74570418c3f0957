// fails: IRIW with release and acquire.
#include "models/litmus/litmus.hpp"

namespace wyn::models::iriw_unordered {
namespace {

using namespace wyn::sync;

const registration release_acquire{
    litmus("iriw.release_acquire", "two readers agree on the order of two independent writes", expectation::fails,
           {[](litmus_memory& m) { m.x.store(1, release<"litmus.iriw_unordered.x_store">); },
            [](litmus_memory& m) { m.y.store(1, release<"litmus.iriw_unordered.y_store">); },
            [](litmus_memory& m) {
              m.r0 = m.x.load(acquire<"litmus.iriw_unordered.left_x">);
              m.r1 = m.y.load(acquire<"litmus.iriw_unordered.left_y">);
            },
            [](litmus_memory& m) {
              m.r2 = m.y.load(acquire<"litmus.iriw_unordered.right_y">);
              m.r3 = m.x.load(acquire<"litmus.iriw_unordered.right_x">);
            }},
           [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0 && m.r2 == 1 && m.r3 == 0; })};

}  // namespace
}  // namespace wyn::models::iriw_unordered
