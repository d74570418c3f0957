// holds: a child may spawn siblings while the owner waits, for itself and for the owner.
#include "models/completion/program.hpp"

namespace wyn::models::completion_siblings {
namespace {

constexpr auto statement = "siblings that a child spawns are awaited, whoever runs them";

const registration its_own{completion_model("siblings", statement, "a:k|sff")};
const registration the_owners{completion_model("siblings", statement, "a:md|gf")};
const registration beside_a_finisher{completion_model("siblings", statement, "aa:w|sff|f")};

}  // namespace
}  // namespace wyn::models::completion_siblings
