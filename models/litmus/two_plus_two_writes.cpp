// not shown: 2+2W. C++20 allows it, this checker cannot show it.
//
// The checker orders the stores of an atomic as they were executed.
#include "models/litmus/litmus.hpp"

namespace wyn::models::two_plus_two_writes {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("two_plus_two_writes.relaxed", "the two threads do not both write first",
                                       expectation::holds,
                                       {[](litmus_memory& m) {
                                          m.x.store(1, relaxed<"litmus.two_plus_two_writes.x_first">);
                                          m.y.store(2, relaxed<"litmus.two_plus_two_writes.y_second">);
                                        },
                                        [](litmus_memory& m) {
                                          m.y.store(1, relaxed<"litmus.two_plus_two_writes.y_first">);
                                          m.x.store(2, relaxed<"litmus.two_plus_two_writes.x_second">);
                                        }},
                                       [](litmus_memory& m) {
                                         return m.x.load(relaxed<"litmus.two_plus_two_writes.x_last">) == 1 &&
                                                m.y.load(relaxed<"litmus.two_plus_two_writes.y_last">) == 1;
                                       })};

}  // namespace
}  // namespace wyn::models::two_plus_two_writes
