// holds: of two unparks that leave one token, both are visible to the park that takes it.
#include "models/parker/program.hpp"

namespace wyn::models::parker_merged {
namespace {

constexpr auto statement = "the reasons of all unparks whose token it takes are visible to the park";

const registration of_one_thread{parker_model("merged", statement, "l|uu")};
const registration of_two_threads{parker_model("merged", statement, "l|u|u")};

}  // namespace
}  // namespace wyn::models::parker_merged
