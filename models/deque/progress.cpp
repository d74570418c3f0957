// holds: a thief that nobody disturbs gets what is visible; losing and finding nothing have a reason.
#include "models/deque/program.hpp"

namespace wyn::models::progress {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "an undisturbed steal from a non-empty deque gets an element";

const registration undisturbed{deque_model<subject>("progress", statement, {"pp:|ss", {4, 0}, true})};
const registration among_thieves{deque_model<subject>("progress", statement, {"ppp:|s|s"})};
const registration beside_the_owner{deque_model<subject>("progress", statement, {"ppp:t|s"})};
// The owner lowers bottom below top: a thief that sees it has found nothing, and has lost nothing.
const registration at_an_empty_deque{deque_model<subject>("progress", statement, {"t|s", {4, 0}, true})};

}  // namespace
}  // namespace wyn::models::progress
