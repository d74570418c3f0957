// fails: plain memory that ends under a read which is not ordered before its end.
#include <new>

#include "models/litmus/litmus.hpp"

namespace wyn::models::plain_end_unordered {
namespace {

using namespace wyn::sync;

const registration unordered{litmus("plain_end.unordered", "a last read that a relaxed store announces",
                                    expectation::fails,
                                    {[](litmus_memory& m) {
                                       m.r0 = m.data.get();
                                       m.x.store(1, relaxed<"litmus.plain_end_unordered.read">);
                                     },
                                     [](litmus_memory& m) {
                                       if (m.x.load(acquire<"litmus.plain_end_unordered.look">) == 0) return;
                                       m.data.~plain();
                                       ::new (&m.data) plain<std::uint64_t>{0};
                                     }},
                                    race_only)};

}  // namespace
}  // namespace wyn::models::plain_end_unordered
