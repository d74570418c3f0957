// holds: a release sequence continues through a read-modify-write of any order by any thread.
#include "models/litmus/litmus.hpp"

namespace wyn::models::release_sequence_rmw {
namespace {

using namespace wyn::sync;

const registration another_thread{litmus("release_sequence.rmw", "who sees the last value sees the data",
                                         expectation::holds,
                                         {[](litmus_memory& m) {
                                            m.data.set(1);
                                            m.x.store(1, release<"litmus.release_sequence_rmw.head">);
                                          },
                                          [](litmus_memory& m) {
                                            if (m.x.load(relaxed<"litmus.release_sequence_rmw.look">) == 1)
                                              m.x.fetch_add(1, relaxed<"litmus.release_sequence_rmw.continue">);
                                          },
                                          [](litmus_memory& m) {
                                            if (m.x.load(acquire<"litmus.release_sequence_rmw.load">) == 2)
                                              m.r0 = m.data.get() == 0 ? 1 : 0;
                                          }},
                                         [](litmus_memory& m) { return m.r0 == 1; })};

const registration exchanged{litmus("release_sequence.exchange", "who sees the last value sees the data",
                                    expectation::holds,
                                    {[](litmus_memory& m) {
                                       m.data.set(1);
                                       m.x.store(1, release<"litmus.release_sequence_rmw.exchange_head">);
                                       m.x.exchange(2, relaxed<"litmus.release_sequence_rmw.exchange">);
                                     },
                                     [](litmus_memory& m) {
                                       if (m.x.load(acquire<"litmus.release_sequence_rmw.exchange_load">) == 2)
                                         m.r0 = m.data.get() == 0 ? 1 : 0;
                                     }},
                                    [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::release_sequence_rmw
