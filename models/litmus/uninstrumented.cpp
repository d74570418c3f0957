// not shown: message passing, both sides relaxed, on data that is neither atomic nor sync::plain: a race of C++20, but the
// checker sees the seam's types only.
#include "models/litmus/litmus.hpp"

namespace wyn::models::uninstrumented {
namespace {

using namespace wyn::sync;

const registration unseen{litmus("mp.uninstrumented", "who sees the flag sees the data", expectation::holds,
                                 {[](litmus_memory& m) {
                                    m.r2 = 1;
                                    m.x.store(1, relaxed<"litmus.uninstrumented.flag_store">);
                                  },
                                  [](litmus_memory& m) {
                                    if (m.x.load(relaxed<"litmus.uninstrumented.flag_load">) == 0) return;
                                    m.r0 = m.r2 == 0 ? 1 : 0;
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::uninstrumented
