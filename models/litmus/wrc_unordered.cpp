// fails: write-to-read causality with relaxed accesses.
#include "models/litmus/litmus.hpp"

namespace wyn::models::wrc_unordered {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("wrc.relaxed", "what was passed on is visible", expectation::fails,
                                       {[](litmus_memory& m) {
                                          m.data.set(1);
                                          m.x.store(1, relaxed<"litmus.wrc_unordered.x_store">);
                                        },
                                        [](litmus_memory& m) {
                                          if (m.x.load(relaxed<"litmus.wrc_unordered.x_load">) == 1)
                                            m.y.store(1, relaxed<"litmus.wrc_unordered.y_store">);
                                        },
                                        [](litmus_memory& m) {
                                          if (m.y.load(relaxed<"litmus.wrc_unordered.y_load">) == 1)
                                            m.r0 = m.data.get() == 0 ? 1 : 0;
                                        }},
                                       race_only)};

}  // namespace
}  // namespace wyn::models::wrc_unordered
