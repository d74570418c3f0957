// holds: all items go through all stages, the serial ones in order, with what was done before them visible.
#include "models/conveyor/program.hpp"

namespace wyn::models::conveyor_order {
namespace {

constexpr auto statement =
    "all items go through all stages, the serial ones in order, with what was done before visible";

const registration source_alone{conveyor_model("order", statement, {"p", 2, 3}, 2)};
const registration serial_at_once{conveyor_model("order", statement, {"s", 2, 3}, 2)};
const registration serial_at_the_end{conveyor_model("order", statement, {"ps", 2, 3}, 2)};
const registration one_place{conveyor_model("order", statement, {"ps", 1, 3}, 2)};
const registration places_to_spare{conveyor_model("order", statement, {"ps", 3, 3}, 2)};
const registration serial_twice{conveyor_model("order", statement, {"sps", 2, 3}, 2)};
const registration three_threads{conveyor_model("order", statement, {"ps", 3, 4}, 3)};

}  // namespace
}  // namespace wyn::models::conveyor_order
