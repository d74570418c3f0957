// holds: store buffering with seq_cst fences, or seq_cst accesses, on both sides.
#include "models/litmus/litmus.hpp"

namespace wyn::models::sb_ordered {
namespace {

using namespace wyn::sync;

const registration fences{litmus("sb.fences", "one of the two threads sees the other store", expectation::holds,
                                 {[](litmus_memory& m) {
                                    m.x.store(1, relaxed<"litmus.sb_ordered.fences_x_store">);
                                    fence(seq_cst<"litmus.sb_ordered.fences_first_fence">);
                                    m.r0 = m.y.load(relaxed<"litmus.sb_ordered.fences_y_load">);
                                  },
                                  [](litmus_memory& m) {
                                    m.y.store(1, relaxed<"litmus.sb_ordered.fences_y_store">);
                                    fence(seq_cst<"litmus.sb_ordered.fences_second_fence">);
                                    m.r1 = m.x.load(relaxed<"litmus.sb_ordered.fences_x_load">);
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

const registration accesses{litmus("sb.accesses", "one of the two threads sees the other store", expectation::holds,
                                   {[](litmus_memory& m) {
                                      m.x.store(1, seq_cst<"litmus.sb_ordered.accesses_x_store">);
                                      m.r0 = m.y.load(seq_cst<"litmus.sb_ordered.accesses_y_load">);
                                    },
                                    [](litmus_memory& m) {
                                      m.y.store(1, seq_cst<"litmus.sb_ordered.accesses_y_store">);
                                      m.r1 = m.x.load(seq_cst<"litmus.sb_ordered.accesses_x_load">);
                                    }},
                                   [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::sb_ordered
