// not shown: a strong CAS that fails on a stale value. C++20 allows it, this checker cannot show it.
//
// So no claim of wyn may rest on a failed CAS having seen the newest value.
#include "models/litmus/litmus.hpp"

namespace wyn::models::cas_on_stale_value {
namespace {

using namespace wyn::sync;

const registration strong{litmus("cas_on_stale_value.strong", "a strong CAS finds the newest value", expectation::holds,
                                 {[](litmus_memory& m) {
                                    m.x.store(1, relaxed<"litmus.cas_on_stale_value.x_store">);
                                    m.y.store(1, relaxed<"litmus.cas_on_stale_value.y_store">);
                                  },
                                  [](litmus_memory& m) {
                                    std::uint64_t found = 1;
                                    if (m.y.load(relaxed<"litmus.cas_on_stale_value.y_load">) == 0) return;
                                    m.r0 =
                                        m.x.compare_exchange_strong(found, 2, relaxed<"litmus.cas_on_stale_value.won">,
                                                                    relaxed<"litmus.cas_on_stale_value.lost">)
                                            ? 0
                                            : 1;
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::cas_on_stale_value
