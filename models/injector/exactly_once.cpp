// holds: every element comes out exactly once, across segments, whoever pushes and grabs.
#include "models/injector/program.hpp"

namespace wyn::models::injector_exactly_once {
namespace {

constexpr auto statement = "every element comes out exactly once, across segments";

// Each push links a segment, each grab leaves one.
const registration two_by_two{endless(injector_model<1>("exactly_once", statement, "p|p|g|g"))};
// A bulk push over a boundary, beside a push that takes a cell of its segment.
const registration in_batches{endless(injector_model<2>("exactly_once", statement, "p:bp|GG|p"))};

// Places that are filled late or given up, at the end of a segment too.
const registration by_places{endless(injector_model<2>("exactly_once", statement, "p:fu|uf|GG"))};

}  // namespace
}  // namespace wyn::models::injector_exactly_once
