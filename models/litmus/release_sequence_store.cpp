// fails: a release sequence ends at a plain store, of its own thread too.
//
// Before C++20 a store of the same thread continued it, and Relacy still does: models/engine/relacy.hpp
// replaces its store, and this is what shows that it works.
#include "models/litmus/litmus.hpp"

namespace wyn::models::release_sequence_store {
namespace {

using namespace wyn::sync;

const registration same_thread{litmus("release_sequence.same_thread", "who sees the last value sees the data",
                                      expectation::fails,
                                      {[](litmus_memory& m) {
                                         m.data.set(1);
                                         m.x.store(1, release<"litmus.release_sequence_store.same_head">);
                                         m.x.store(2, relaxed<"litmus.release_sequence_store.same_break">);
                                       },
                                       [](litmus_memory& m) {
                                         if (m.x.load(acquire<"litmus.release_sequence_store.same_load">) == 2)
                                           m.r0 = m.data.get() == 0 ? 1 : 0;
                                       }},
                                      race_only)};

const registration another_thread{litmus("release_sequence.another_thread", "who sees the last value sees the data",
                                         expectation::fails,
                                         {[](litmus_memory& m) {
                                            m.data.set(1);
                                            m.x.store(1, release<"litmus.release_sequence_store.other_head">);
                                          },
                                          [](litmus_memory& m) {
                                            if (m.x.load(relaxed<"litmus.release_sequence_store.look">) == 1)
                                              m.x.store(2, relaxed<"litmus.release_sequence_store.other_break">);
                                          },
                                          [](litmus_memory& m) {
                                            if (m.x.load(acquire<"litmus.release_sequence_store.other_load">) == 2)
                                              m.r0 = m.data.get() == 0 ? 1 : 0;
                                          }},
                                         race_only)};

}  // namespace
}  // namespace wyn::models::release_sequence_store
