// holds: of a search and a grab exactly one gets an element, and nothing else moves.
#include "models/injector/program.hpp"

namespace wyn::models::injector_search {
namespace {

constexpr auto statement = "of a search and a grab exactly one gets an element";

const registration against_grabs{endless(injector_model<2>("search", statement, "ppp:x|G|g"))};
// The element is pushed meanwhile, behind a cell that is taken meanwhile.
const registration two_searches{endless(injector_model<1>("search", statement, "ppg:p|x|gx"))};
// The second search moves the head behind what the first one took.
const registration passing{endless(injector_model<2>("search", statement, "ppp:XX|G"))};
const registration passing_a_segment{endless(injector_model<1>("search", statement, "ppp:XX|g"))};
const registration alone{injector_model_of_one_thread<2>("search", statement, "b:x")};

}  // namespace
}  // namespace wyn::models::injector_search
