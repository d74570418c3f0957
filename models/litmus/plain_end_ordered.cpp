// holds: plain memory may end after a read that is ordered before its end.
#include <new>

#include "models/litmus/litmus.hpp"

namespace wyn::models::plain_end_ordered {
namespace {

using namespace wyn::sync;

const registration ordered{litmus("plain_end.ordered", "a last read that a release store announces", expectation::holds,
                                  {[](litmus_memory& m) {
                                     m.r0 = m.data.get();
                                     m.x.store(1, release<"litmus.plain_end_ordered.read">);
                                   },
                                   [](litmus_memory& m) {
                                     if (m.x.load(acquire<"litmus.plain_end_ordered.look">) == 0) return;
                                     m.data.~plain();
                                     ::new (&m.data) plain<std::uint64_t>{0};
                                   }},
                                  race_only)};

}  // namespace
}  // namespace wyn::models::plain_end_ordered
