// holds: a park that ends by time takes a token or leaves it for the next one, and what it takes is visible.
#include "models/parker/program.hpp"

namespace wyn::models::parker_timed {
namespace {

constexpr auto statement = "a park that ends by time takes a token whole or leaves it for the next park";

const registration alone{parker_model("timed", statement, "uddtudt", true)};
const registration and_then_without_sleeping{parker_model("timed", statement, "dt|u", true)};
const registration and_then_until_woken{parker_model("timed", statement, "dl|u")};
const registration now_and_then{parker_model("timed", statement, "m|uu")};
const registration of_two_threads{parker_model("timed", statement, "m|u|u")};

}  // namespace
}  // namespace wyn::models::parker_timed
