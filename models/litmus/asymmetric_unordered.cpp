// fails: two light fences order nothing between two threads.
#include "models/litmus/litmus.hpp"

namespace wyn::models::asymmetric_unordered {
namespace {

using namespace wyn::sync;

const registration sb{litmus("asymmetric.light_only", "one of the two threads sees the other store", expectation::fails,
                             {[](litmus_memory& m) {
                                m.x.store(1, relaxed<"litmus.asymmetric_unordered.x_store">);
                                light_fence(seq_cst<"litmus.asymmetric_unordered.first">);
                                m.r0 = m.y.load(relaxed<"litmus.asymmetric_unordered.y_load">);
                              },
                              [](litmus_memory& m) {
                                m.y.store(1, relaxed<"litmus.asymmetric_unordered.y_store">);
                                light_fence(seq_cst<"litmus.asymmetric_unordered.second">);
                                m.r1 = m.x.load(relaxed<"litmus.asymmetric_unordered.x_load">);
                              }},
                             [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::asymmetric_unordered
