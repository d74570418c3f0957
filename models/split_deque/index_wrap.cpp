// holds: the indices may wrap around past 2^32 - 1.
#include <limits>

#include "models/split_deque/program.hpp"

namespace wyn::models::split_index_wrap {
namespace {

constexpr auto statement = "indices wrap around past 2^32 - 1 unnoticed";

constexpr std::uint32_t just_below = std::numeric_limits<std::uint32_t>::max();
const registration wrap{split_model<2>("index_wrap", statement, {"px:pptp|ss", just_below})};
const registration batch{split_model<4>("index_wrap", statement, {"ppx:pft|b", just_below})};

}  // namespace
}  // namespace wyn::models::split_index_wrap
