// holds: the indices may wrap around past 2^63 - 1.
#include <limits>

#include "models/deque/program.hpp"

namespace wyn::models::index_wrap {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "indices wrap around past 2^63 - 1 unnoticed";

constexpr std::int64_t just_below = std::numeric_limits<std::int64_t>::max() - 1;
const registration wrap{deque_model<subject>("index_wrap", statement, {"pppt|s", {2, just_below}})};

}  // namespace
}  // namespace wyn::models::index_wrap
