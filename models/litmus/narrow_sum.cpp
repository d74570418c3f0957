// holds: a sum wraps around at its own type's width, not at the modelled word's.
#include "models/litmus/litmus.hpp"

namespace wyn::models::narrow_sum {
namespace {

using namespace wyn::sync;

const registration wraps{litmus("narrow_sum.wraps", "one and the 32-bit minus one are zero", expectation::holds,
                                {[](litmus_memory& m) {
                                  m.word.fetch_add(1, relaxed<"litmus.narrow_sum.one">);
                                  m.word.fetch_add(~std::uint32_t{0}, relaxed<"litmus.narrow_sum.minus_one">);
                                  m.word.fetch_add(1, relaxed<"litmus.narrow_sum.again">);
                                }},
                                [](litmus_memory& m) { return m.word.load(relaxed<"litmus.narrow_sum.look">) != 1; })};

}  // namespace
}  // namespace wyn::models::narrow_sum
