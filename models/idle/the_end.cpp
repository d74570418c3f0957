// holds: after close, all that was accepted is run, then every worker leaves; none leaves before.
#include "models/idle/program.hpp"

namespace wyn::models::the_end {
namespace {

constexpr auto statement = "after close everything accepted runs, then every worker leaves";

const registration at_once{idle_model("the_end", statement, {"at_once", 1, "0c", {}, ""})};
const registration of_nothing{idle_model("the_end", statement, {"of_nothing", 2, "c", {}, ""})};
const registration of_two{idle_model("the_end", statement, {"of_two", 2, "0c", {"1"}, ""})};
const registration beside_a_visit{idle_model("the_end", statement, {"beside_a_visit", 1, "ec", {}, ""})};

}  // namespace
}  // namespace wyn::models::the_end
