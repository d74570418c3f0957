// holds: CoRR: two loads of one atomic by one thread never go back in its modification order.
#include "models/litmus/litmus.hpp"

namespace wyn::models::corr {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("corr.relaxed", "a later load does not see an older store", expectation::holds,
                                       {[](litmus_memory& m) {
                                          m.x.store(1, relaxed<"litmus.corr.first_store">);
                                          m.x.store(2, relaxed<"litmus.corr.second_store">);
                                        },
                                        [](litmus_memory& m) {
                                          m.r0 = m.x.load(relaxed<"litmus.corr.first_load">);
                                          m.r1 = m.x.load(relaxed<"litmus.corr.second_load">);
                                        }},
                                       [](litmus_memory& m) { return m.r0 > m.r1; })};

}  // namespace
}  // namespace wyn::models::corr
