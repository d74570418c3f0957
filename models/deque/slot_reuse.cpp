// holds: the owner overwrites a slot only after the thief that claimed it has read it.
#include "models/deque/program.hpp"

namespace wyn::models::slot_reuse {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "a slot is overwritten only after its claimer's read";

const registration around{deque_model<subject>("slot_reuse", statement, {"ppptp|ss", {2, 0}})};

}  // namespace
}  // namespace wyn::models::slot_reuse
