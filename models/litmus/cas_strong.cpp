// holds: a strong CAS does not fail when nobody else is there.
#include "models/litmus/litmus.hpp"

namespace wyn::models::cas_strong {
namespace {

using namespace wyn::sync;

const registration alone{litmus(
    "cas.strong", "a CAS on the expected value succeeds", expectation::holds, {[](litmus_memory& m) {
      std::uint64_t found = 0;
      m.r0 = m.x.compare_exchange_strong(found, 1, relaxed<"litmus.cas_strong.won">, relaxed<"litmus.cas_strong.lost">)
                 ? 1
                 : 0;
    }},
    [](litmus_memory& m) { return m.r0 == 0; })};

}  // namespace
}  // namespace wyn::models::cas_strong
