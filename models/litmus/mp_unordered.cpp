// fails: message passing with one side relaxed, or both.
#include "models/litmus/litmus.hpp"

namespace wyn::models::mp_unordered {
namespace {

using namespace wyn::sync;

const registration relaxed_only{litmus("mp.relaxed", "who sees the flag sees the data", expectation::fails,
                                       {[](litmus_memory& m) {
                                          m.data.set(1);
                                          m.x.store(1, relaxed<"litmus.mp_unordered.relaxed_store">);
                                        },
                                        [](litmus_memory& m) {
                                          if (m.x.load(relaxed<"litmus.mp_unordered.relaxed_load">) == 0) return;
                                          m.r0 = m.data.get() == 0 ? 1 : 0;
                                        }},
                                       race_only)};

const registration no_release{litmus("mp.no_release", "who sees the flag sees the data", expectation::fails,
                                     {[](litmus_memory& m) {
                                        m.data.set(1);
                                        m.x.store(1, relaxed<"litmus.mp_unordered.no_release_store">);
                                      },
                                      [](litmus_memory& m) {
                                        if (m.x.load(acquire<"litmus.mp_unordered.no_release_load">) == 0) return;
                                        m.r0 = m.data.get() == 0 ? 1 : 0;
                                      }},
                                     race_only)};

const registration no_acquire{litmus("mp.no_acquire", "who sees the flag sees the data", expectation::fails,
                                     {[](litmus_memory& m) {
                                        m.data.set(1);
                                        m.x.store(1, release<"litmus.mp_unordered.no_acquire_store">);
                                      },
                                      [](litmus_memory& m) {
                                        if (m.x.load(relaxed<"litmus.mp_unordered.no_acquire_load">) == 0) return;
                                        m.r0 = m.data.get() == 0 ? 1 : 0;
                                      }},
                                     race_only)};

}  // namespace
}  // namespace wyn::models::mp_unordered
