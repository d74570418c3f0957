// fails: a claim that is relaxed does not keep its thread's earlier read of the slot before it.
//
// Only load buffering makes the bad outcome happen (lb.cpp), so the ghost compares the clocks instead.
#include "models/litmus/litmus.hpp"

namespace wyn::models::ghost_claim_relaxed {
namespace {

using namespace wyn::sync;

const registration unordered{
    litmus("ghost.relaxed", "a slot is overwritten only after its claimer has read it", expectation::fails,
           {[](litmus_memory& m) {
              m.ghost.reading();
              std::uint64_t top = 0;
              if (m.x.compare_exchange_strong(top, 1, relaxed<"litmus.ghost_claim_relaxed.claim">,
                                              relaxed<"litmus.ghost_claim_relaxed.claim_lost">))
                m.ghost.claimed();
            },
            [](litmus_memory& m) {
              if (m.x.load(acquire<"litmus.ghost_claim_relaxed.top">) == 1) m.ghost.overwriting();
            }},
           race_only)};

}  // namespace
}  // namespace wyn::models::ghost_claim_relaxed
