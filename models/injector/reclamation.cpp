// holds: a segment is freed once, and never while a consumer looks into it.
#include "models/injector/program.hpp"

namespace wyn::models::injector_reclamation {
namespace {

constexpr auto statement = "no consumer looks into a freed segment";

// A freed segment's memory is the next one's, and the head comes back to its address.
const registration reuse{endless(injector_model<2>("reclamation", statement, "ppggpppg:ggpg|wn"))};
// The search goes from segment to segment while the head passes them.
const registration walk{endless(injector_model<1>("reclamation", statement, "ppp:g|g|x"))};
// One has taken its cell and left when the other frees the segment.
const registration taken_before{endless(injector_model<2>("reclamation", statement, "pp:gr|wg"))};

}  // namespace
}  // namespace wyn::models::injector_reclamation
