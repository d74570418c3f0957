// fails: a false alarm. C++20 forbids the outcome, and the checker shows it.
//
// So a handshake in wyn has a seq_cst fence on both sides, never a fence against seq_cst accesses.
#include "models/litmus/litmus.hpp"

namespace wyn::models::sb_fence_against_accesses {
namespace {

using namespace wyn::sync;

const registration mixed{litmus("sb.fence_against_accesses", "one of the two threads sees the other store",
                                expectation::fails,
                                {[](litmus_memory& m) {
                                   m.x.store(1, relaxed<"litmus.sb_fence_against_accesses.x_store">);
                                   fence(seq_cst<"litmus.sb_fence_against_accesses.first_fence">);
                                   m.r0 = m.y.load(relaxed<"litmus.sb_fence_against_accesses.y_load">);
                                 },
                                 [](litmus_memory& m) {
                                   m.y.store(1, seq_cst<"litmus.sb_fence_against_accesses.y_store">);
                                   m.r1 = m.x.load(seq_cst<"litmus.sb_fence_against_accesses.x_load">);
                                 }},
                                [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::sb_fence_against_accesses
