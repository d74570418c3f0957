// holds: of a group's exceptions the waiter gets the first, and the number of the others.
#include "models/first_exception/program.hpp"

namespace wyn::models::first_exception_taken_once {
namespace {

constexpr auto statement = "of a group's exceptions one is taken, and the others are counted";

const registration one_child{first_exception_model("taken_once", statement, "w|t")};
const registration two_children{first_exception_model("taken_once", statement, "w|t|t")};
const registration beside_the_owner{first_exception_model("taken_once", statement, "tw|t")};
const registration the_next_group{first_exception_model("taken_once", statement, "wtwttw|tft")};

}  // namespace
}  // namespace wyn::models::first_exception_taken_once
