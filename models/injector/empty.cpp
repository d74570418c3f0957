// holds: an injector with an element that every thread sees never says that it is empty.
#include "models/injector/program.hpp"

namespace wyn::models::injector_empty {
namespace {

constexpr auto statement = "it never says that it is empty with a visible element inside";

// The segment that the head leaves is the tail's next one: its address returns.
const registration reused{endless(injector_model<1>("empty", statement, "pp:g|wp|wwe"))};

}  // namespace
}  // namespace wyn::models::injector_empty
