// fails: a thread that follows a pointer which another one has not set yet crashes, and that is a failure like any other.
#include "models/litmus/litmus.hpp"

namespace wyn::models::wild_pointer {
namespace {

using namespace wyn::sync;

const registration followed{litmus("wild_pointer.followed", "a pointer followed before it is set", expectation::fails,
                                   {[](litmus_memory& m) {
                                      m.data.set(1);
                                      m.x.store(reinterpret_cast<std::uintptr_t>(&m.data),
                                                release<"litmus.wild_pointer.set">);
                                    },
                                    [](litmus_memory& m) {
                                      const std::uint64_t address = m.x.load(acquire<"litmus.wild_pointer.follow">);
                                      // NOLINTNEXTLINE(performance-no-int-to-ptr): 0 is the mistake
                                      m.r0 = *reinterpret_cast<const std::uint64_t*>(address);
                                    }},
                                   race_only)};

}  // namespace
}  // namespace wyn::models::wild_pointer
