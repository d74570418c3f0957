// holds: a slot is overwritten only after the thief that claimed it has read it.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_slot_reuse {
namespace {

constexpr auto statement = "a slot is overwritten only after its claimer's read";

const registration one_thief{split_model<2>("slot_reuse", statement, {"ppx:pp|ss"})};
// One thief may be between its claim and its read while the other has drained as much.
const registration stalled{split_model<2>("slot_reuse", statement, {"ppx:pp|s|s"})};
const registration room_again{split_model<2>("slot_reuse", statement, {"ppx:wQ|s!"})};

}  // namespace
}  // namespace wyn::models::split_slot_reuse
