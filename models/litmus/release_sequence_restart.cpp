// holds: a plain store publishes again if it is a release itself, or follows a release fence.
#include "models/litmus/litmus.hpp"

namespace wyn::models::release_sequence_restart {
namespace {

using namespace wyn::sync;

const registration released{litmus("release_sequence.release_again", "who sees the last value sees the data",
                                   expectation::holds,
                                   {[](litmus_memory& m) {
                                      m.data.set(1);
                                      m.x.store(1, release<"litmus.release_sequence_restart.head">);
                                      m.x.store(2, release<"litmus.release_sequence_restart.again">);
                                    },
                                    [](litmus_memory& m) {
                                      if (m.x.load(acquire<"litmus.release_sequence_restart.load">) == 2)
                                        m.r0 = m.data.get() == 0 ? 1 : 0;
                                    }},
                                   [](litmus_memory& m) { return m.r0 == 1; })};

const registration fenced{litmus("release_sequence.fence_before", "who sees the last value sees the data",
                                 expectation::holds,
                                 {[](litmus_memory& m) {
                                    m.data.set(1);
                                    fence(release<"litmus.release_sequence_restart.fence">);
                                    m.x.store(1, relaxed<"litmus.release_sequence_restart.fenced_first">);
                                    m.x.store(2, relaxed<"litmus.release_sequence_restart.fenced_second">);
                                  },
                                  [](litmus_memory& m) {
                                    if (m.x.load(acquire<"litmus.release_sequence_restart.fenced_load">) == 2)
                                      m.r0 = m.data.get() == 0 ? 1 : 0;
                                  }},
                                 [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::release_sequence_restart
