// fails: a weak CAS may fail though nobody else is there.
#include "models/litmus/litmus.hpp"

namespace wyn::models::cas_weak {
namespace {

using namespace wyn::sync;

const registration alone{litmus(
    "cas.weak", "a CAS on the expected value succeeds", expectation::fails, {[](litmus_memory& m) {
      std::uint64_t found = 0;
      m.r0 =
          m.x.compare_exchange_weak(found, 1, relaxed<"litmus.cas_weak.won">, relaxed<"litmus.cas_weak.lost">) ? 1 : 0;
    }},
    [](litmus_memory& m) { return m.r0 == 0; })};

}  // namespace
}  // namespace wyn::models::cas_weak
