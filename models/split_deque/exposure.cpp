// holds: the owner's handler publishes anywhere in push and take, and what it puts off is not forgotten.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_exposure {
namespace {

constexpr auto statement = "a handler may publish at any step of the owner";

const registration in_a_leaf{split_model<4>("exposure", statement, {"pp!l|rihS"})};
const registration in_push_and_take{split_model<4>("exposure", statement, {"!ptpt|rihs"})};
const registration in_a_publication{split_model<4>("exposure", statement, {"!wppl|rs!ihG"})};
// The first handler is put off, and the second may come while the put-off exposure is made up for.
const registration put_off{endless(split_model<4>("exposure", statement, {"ppp:!wp|rs!ihi"}))};
const registration in_a_reclaim{split_model<4>("exposure", statement, {"ppx:tt|is"})};
const registration among_thieves{split_model<4>("exposure", statement, {"p:ptt|is|s"})};

}  // namespace
}  // namespace wyn::models::split_exposure
