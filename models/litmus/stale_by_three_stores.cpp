// not shown: a load of a value that is three stores old. C++20 allows it, this checker cannot show it.
//
// The checker remembers the newest three values of an atomic.
#include "models/litmus/litmus.hpp"

namespace wyn::models::stale_by_three_stores {
namespace {

using namespace wyn::sync;

const registration three{litmus("stale.three", "a load after three stores does not see the value before them",
                                expectation::holds,
                                {[](litmus_memory& m) {
                                   m.x.store(1, relaxed<"litmus.stale_by_three_stores.x_first">);
                                   m.x.store(2, relaxed<"litmus.stale_by_three_stores.x_second">);
                                   m.x.store(3, relaxed<"litmus.stale_by_three_stores.x_third">);
                                   m.y.store(1, relaxed<"litmus.stale_by_three_stores.y_store">);
                                 },
                                 [](litmus_memory& m) {
                                   m.r0 = m.y.load(relaxed<"litmus.stale_by_three_stores.y_load">);
                                   m.r1 = m.x.load(relaxed<"litmus.stale_by_three_stores.x_load">);
                                 }},
                                [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::stale_by_three_stores
