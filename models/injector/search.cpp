// holds: of a search and a grab exactly one gets an element, and nothing else moves.
#include "models/injector/program.hpp"

namespace wyn::models::injector_search {
namespace {

constexpr auto statement = "of a search and a grab exactly one gets an element";

const registration against_a_grab{injector_model<2>("search", statement, "ppp:x|GG")};
// The element is pushed meanwhile, behind cells that are taken meanwhile.
const registration two_searches{injector_model<1>("search", statement, "pp:px|x|g")};

}  // namespace
}  // namespace wyn::models::injector_search
