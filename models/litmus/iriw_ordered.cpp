// holds: IRIW with seq_cst fences between the reads, or with seq_cst accesses only.
#include "models/litmus/litmus.hpp"

namespace wyn::models::iriw_ordered {
namespace {

using namespace wyn::sync;

const registration fences{litmus("iriw.fences", "two readers agree on the order of two independent writes",
                                 expectation::holds,
                                 {[](litmus_memory& m) { m.x.store(1, relaxed<"litmus.iriw_ordered.fences_x_store">); },
                                  [](litmus_memory& m) { m.y.store(1, relaxed<"litmus.iriw_ordered.fences_y_store">); },
                                  [](litmus_memory& m) {
                                    m.r0 = m.x.load(relaxed<"litmus.iriw_ordered.fences_left_x">);
                                    fence(seq_cst<"litmus.iriw_ordered.fences_left_fence">);
                                    m.r1 = m.y.load(relaxed<"litmus.iriw_ordered.fences_left_y">);
                                  },
                                  [](litmus_memory& m) {
                                    m.r2 = m.y.load(relaxed<"litmus.iriw_ordered.fences_right_y">);
                                    fence(seq_cst<"litmus.iriw_ordered.fences_right_fence">);
                                    m.r3 = m.x.load(relaxed<"litmus.iriw_ordered.fences_right_x">);
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0 && m.r2 == 1 && m.r3 == 0; })};

const registration accesses{
    litmus("iriw.accesses", "two readers agree on the order of two independent writes", expectation::holds,
           {[](litmus_memory& m) { m.x.store(1, seq_cst<"litmus.iriw_ordered.accesses_x_store">); },
            [](litmus_memory& m) { m.y.store(1, seq_cst<"litmus.iriw_ordered.accesses_y_store">); },
            [](litmus_memory& m) {
              m.r0 = m.x.load(seq_cst<"litmus.iriw_ordered.accesses_left_x">);
              m.r1 = m.y.load(seq_cst<"litmus.iriw_ordered.accesses_left_y">);
            },
            [](litmus_memory& m) {
              m.r2 = m.y.load(seq_cst<"litmus.iriw_ordered.accesses_right_y">);
              m.r3 = m.x.load(seq_cst<"litmus.iriw_ordered.accesses_right_x">);
            }},
           [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0 && m.r2 == 1 && m.r3 == 0; })};

}  // namespace
}  // namespace wyn::models::iriw_ordered
