// holds: store buffering with a light fence on one side and a heavy fence on the other.
#include "models/litmus/litmus.hpp"

namespace wyn::models::asymmetric_ordered {
namespace {

using namespace wyn::sync;

const registration sb{litmus("asymmetric.sb", "one of the two threads sees the other store", expectation::holds,
                             {[](litmus_memory& m) {
                                m.x.store(1, relaxed<"litmus.asymmetric_ordered.x_store">);
                                light_fence(seq_cst<"litmus.asymmetric_ordered.light">);
                                m.r0 = m.y.load(relaxed<"litmus.asymmetric_ordered.y_load">);
                              },
                              [](litmus_memory& m) {
                                m.y.store(1, relaxed<"litmus.asymmetric_ordered.y_store">);
                                heavy_fence(seq_cst<"litmus.asymmetric_ordered.heavy">);
                                m.r1 = m.x.load(relaxed<"litmus.asymmetric_ordered.x_load">);
                              }},
                             [](litmus_memory& m) { return m.r0 == 0 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::asymmetric_ordered
