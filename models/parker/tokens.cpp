// holds: a token is taken once, and no park returns without one, whatever the kernel's wakes.
#include "models/parker/program.hpp"

namespace wyn::models::parker_tokens {
namespace {

constexpr auto statement = "each token is taken once, and no park returns without one";

const registration parked_upon{parker_model("tokens", statement, "uptupt", true)};
const registration tried{parker_model("tokens", statement, "uttutt", true)};
const registration slept_for{parker_model("tokens", statement, "pt|u", true)};
const registration two_tokens_or_one{parker_model("tokens", statement, "ptt|uu")};

}  // namespace
}  // namespace wyn::models::parker_tokens
