// fails: store buffering with less than a seq_cst fence on both sides.
#include "models/litmus/litmus.hpp"

namespace wyn::models::sb_unordered {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("sb.relaxed", "one of the two threads sees the other store", expectation::fails,
                                       {[](litmus_memory& m) {
                                          m.x.store(1, relaxed<"litmus.sb_unordered.relaxed_x_store">);
                                          m.r0 = m.y.load(relaxed<"litmus.sb_unordered.relaxed_y_load">);
                                        },
                                        [](litmus_memory& m) {
                                          m.y.store(1, relaxed<"litmus.sb_unordered.relaxed_y_store">);
                                          m.r1 = m.x.load(relaxed<"litmus.sb_unordered.relaxed_x_load">);
                                        }},
                                       [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

const registration release_acquire{litmus("sb.release_acquire", "one of the two threads sees the other store",
                                          expectation::fails,
                                          {[](litmus_memory& m) {
                                             m.x.store(1, release<"litmus.sb_unordered.paired_x_store">);
                                             m.r0 = m.y.load(acquire<"litmus.sb_unordered.paired_y_load">);
                                           },
                                           [](litmus_memory& m) {
                                             m.y.store(1, release<"litmus.sb_unordered.paired_y_store">);
                                             m.r1 = m.x.load(acquire<"litmus.sb_unordered.paired_x_load">);
                                           }},
                                          [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

const registration one_fence{litmus("sb.one_fence", "one of the two threads sees the other store", expectation::fails,
                                    {[](litmus_memory& m) {
                                       m.x.store(1, relaxed<"litmus.sb_unordered.one_fence_x_store">);
                                       fence(seq_cst<"litmus.sb_unordered.one_fence_first_fence">);
                                       m.r0 = m.y.load(relaxed<"litmus.sb_unordered.one_fence_y_load">);
                                     },
                                     [](litmus_memory& m) {
                                       m.y.store(1, relaxed<"litmus.sb_unordered.one_fence_y_store">);
                                       m.r1 = m.x.load(relaxed<"litmus.sb_unordered.one_fence_x_load">);
                                     }},
                                    [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

const registration weak_fences{litmus("sb.acq_rel_fences", "one of the two threads sees the other store",
                                      expectation::fails,
                                      {[](litmus_memory& m) {
                                         m.x.store(1, relaxed<"litmus.sb_unordered.weak_fences_x_store">);
                                         fence(acq_rel<"litmus.sb_unordered.weak_fences_first_fence">);
                                         m.r0 = m.y.load(relaxed<"litmus.sb_unordered.weak_fences_y_load">);
                                       },
                                       [](litmus_memory& m) {
                                         m.y.store(1, relaxed<"litmus.sb_unordered.weak_fences_y_store">);
                                         fence(acq_rel<"litmus.sb_unordered.weak_fences_second_fence">);
                                         m.r1 = m.x.load(relaxed<"litmus.sb_unordered.weak_fences_x_load">);
                                       }},
                                      [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::sb_unordered
