// holds: a claim that releases orders its thread's earlier read of the slot before the reuse.
#include "models/litmus/litmus.hpp"

namespace wyn::models::ghost_claim_release {
namespace {

using namespace wyn::sync;

const registration released{
    litmus("ghost.release", "a slot is overwritten only after its claimer has read it", expectation::holds,
           {[](litmus_memory& m) {
              m.ghost.reading();
              std::uint64_t top = 0;
              if (m.x.compare_exchange_strong(top, 1, release<"litmus.ghost_claim_release.claim">,
                                              relaxed<"litmus.ghost_claim_release.claim_lost">))
                m.ghost.claimed();
            },
            [](litmus_memory& m) {
              if (m.x.load(acquire<"litmus.ghost_claim_release.top">) == 1) m.ghost.overwriting();
            }},
           race_only)};

}  // namespace
}  // namespace wyn::models::ghost_claim_release
