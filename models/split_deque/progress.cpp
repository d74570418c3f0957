// holds: an undisturbed steal gets what is public, and a starving thief is served by the owner's next push.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_progress {
namespace {

constexpr auto statement = "work reaches a thief that wants it";

const registration undisturbed{split_model<4>("progress", statement, {"ppx:|SS", 0, true})};
const registration among_thieves{split_model<4>("progress", statement, {"pppx:|s|s"})};
const registration served{split_model<4>("progress", statement, {"p:wP!wP|s!rSs!"})};
const registration private_again{split_model<4>("progress", statement, {"wPN|s!"})};
// The second thief sees the publication, and that it is gone; what it wants then is not what was served.
const registration starving_anew{split_model<4>("progress", statement, {"w!pwq|s!s|rL!"})};

}  // namespace
}  // namespace wyn::models::split_progress
