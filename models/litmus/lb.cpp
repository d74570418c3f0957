// not shown: load buffering. C++20 allows it, this checker cannot show it.
//
// What load buffering would break, such as a slot reused before its claimer has read it, needs a ghost: see
// ghost_claim_relaxed.cpp.
#include "models/litmus/litmus.hpp"

namespace wyn::models::lb {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("lb.relaxed", "the two loads do not both see the later stores",
                                       expectation::holds,
                                       {[](litmus_memory& m) {
                                          m.r0 = m.x.load(relaxed<"litmus.lb.x_load">);
                                          m.y.store(1, relaxed<"litmus.lb.y_store">);
                                        },
                                        [](litmus_memory& m) {
                                          m.r1 = m.y.load(relaxed<"litmus.lb.y_load">);
                                          m.x.store(1, relaxed<"litmus.lb.x_store">);
                                        }},
                                       [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 1; })};

}  // namespace
}  // namespace wyn::models::lb
