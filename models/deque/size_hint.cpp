// holds: the size hint is never more than was pushed, whoever acts meanwhile.
#include "models/deque/program.hpp"

namespace wyn::models::size_hint {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "the size hint is never more than was pushed, whoever acts meanwhile";

// The take of an empty deque lowers bottom below top.
const registration beside_the_owner{deque_model<subject>("size_hint", statement, {"t|h", {4, 0}, true})};
const registration beside_a_thief{deque_model<subject>("size_hint", statement, {"ppt|sh"})};

}  // namespace
}  // namespace wyn::models::size_hint
