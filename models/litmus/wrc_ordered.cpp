// holds: write-to-read causality: release and acquire are transitive.
#include "models/litmus/litmus.hpp"

namespace wyn::models::wrc_ordered {
namespace {

using namespace wyn::sync;

const registration release_acquire{litmus("wrc.release_acquire", "what was passed on is visible", expectation::holds,
                                          {[](litmus_memory& m) {
                                             m.data.set(1);
                                             m.x.store(1, release<"litmus.wrc_ordered.x_store">);
                                           },
                                           [](litmus_memory& m) {
                                             if (m.x.load(acquire<"litmus.wrc_ordered.x_load">) == 1)
                                               m.y.store(1, release<"litmus.wrc_ordered.y_store">);
                                           },
                                           [](litmus_memory& m) {
                                             if (m.y.load(acquire<"litmus.wrc_ordered.y_load">) == 1)
                                               m.r0 = m.data.get() == 0 ? 1 : 0;
                                           }},
                                          [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::wrc_ordered
