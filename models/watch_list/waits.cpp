// holds: whoever looks sees whole waits that are going on, tells each once, and misses none that stays.
#include "models/watch_list/program.hpp"

namespace wyn::models::watch_list_waits {
namespace {

constexpr auto statement =
    "whoever looks sees whole waits that are going on, tells each once, and misses none that stays";

const registration one_wait{watch_list_model("waits", statement, "w|l", 1, true)};
const registration told{watch_list_model("waits", statement, "w|tt", 1, true)};
const registration place_used_again{watch_list_model("waits", statement, "ww|ll", 1)};
const registration place_used_again_by_another{watch_list_model("waits", statement, "w|w|l", 1)};
const registration seen_again{watch_list_model("waits", statement, "w|w|ll", 1)};
const registration one_stays{watch_list_model("waits", statement, "ws|lt", 1)};
const registration two_places{watch_list_model("waits", statement, "ws|s|tl", 2)};

}  // namespace
}  // namespace wyn::models::watch_list_waits
