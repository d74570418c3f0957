// fails: a CAS that fails with a relaxed failure order makes nothing visible.
#include "models/litmus/litmus.hpp"

namespace wyn::models::cas_failure_relaxed {
namespace {

using namespace wyn::sync;

const registration unordered{
    litmus("cas_failure.relaxed", "a failed CAS that saw the store sees the data", expectation::fails,
           {[](litmus_memory& m) {
              m.data.set(1);
              m.x.store(1, release<"litmus.cas_failure_relaxed.store">);
            },
            [](litmus_memory& m) {
              std::uint64_t found = 0;
              if (m.x.compare_exchange_strong(found, 2, release<"litmus.cas_failure_relaxed.won">,
                                              relaxed<"litmus.cas_failure_relaxed.lost">))
                return;
              m.r0 = m.data.get() == 0 ? 1 : 0;
            }},
           race_only)};

}  // namespace
}  // namespace wyn::models::cas_failure_relaxed
