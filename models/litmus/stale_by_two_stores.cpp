// fails: a relaxed load may see a value that is two stores old.
#include "models/litmus/litmus.hpp"

namespace wyn::models::stale_by_two_stores {
namespace {

using namespace wyn::sync;

const registration two{litmus("stale.two", "a load after two stores does not see the value before them",
                              expectation::fails,
                              {[](litmus_memory& m) {
                                 m.x.store(1, relaxed<"litmus.stale_by_two_stores.x_first">);
                                 m.x.store(2, relaxed<"litmus.stale_by_two_stores.x_second">);
                                 m.y.store(1, relaxed<"litmus.stale_by_two_stores.y_store">);
                               },
                               [](litmus_memory& m) {
                                 m.r0 = m.y.load(relaxed<"litmus.stale_by_two_stores.y_load">);
                                 m.r1 = m.x.load(relaxed<"litmus.stale_by_two_stores.x_load">);
                               }},
                              [](litmus_memory& m) { return m.r0 == 1 && m.r1 == 0; })};

}  // namespace
}  // namespace wyn::models::stale_by_two_stores
