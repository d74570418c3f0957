// holds: a thief that reads a bottom which the owner lowered sees the elements below it.
//
// In C++20 the release sequence of a push ends at the owner's next plain store to bottom, so that store must publish
// again.
#include "models/deque/program.hpp"

namespace wyn::models::release_sequence {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "a lowered bottom still publishes the elements below it";

const registration lowered{deque_model<subject>("release_sequence", statement, {"pppt|s"})};

}  // namespace
}  // namespace wyn::models::release_sequence
