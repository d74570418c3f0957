// holds: a CAS that fails reads with its failure order, acquire, though it would release on success.
#include "models/litmus/litmus.hpp"

namespace wyn::models::cas_failure_acquire {
namespace {

using namespace wyn::sync;

const registration acquired{
    litmus("cas_failure.acquire", "a failed CAS that saw the store sees the data", expectation::holds,
           {[](litmus_memory& m) {
              m.data.set(1);
              m.x.store(1, release<"litmus.cas_failure_acquire.store">);
            },
            [](litmus_memory& m) {
              std::uint64_t found = 0;
              if (m.x.compare_exchange_strong(found, 2, release<"litmus.cas_failure_acquire.won">,
                                              acquire<"litmus.cas_failure_acquire.lost">))
                return;
              m.r0 = m.data.get() == 0 ? 1 : 0;
            }},
           [](litmus_memory& m) { return m.r0 == 1; })};

}  // namespace
}  // namespace wyn::models::cas_failure_acquire
