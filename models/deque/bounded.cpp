// holds: a bounded deque answers full at its bound, never before, and never overwrites.
#include "models/deque/program.hpp"

namespace wyn::models::bounded {
namespace {

using subject = bounded_deque<std::uint64_t>;
constexpr auto statement = "a bounded deque is full at its bound and overwrites nothing";

const registration at_the_bound{deque_model<subject>("bounded", statement, {"pppt|ss", {2, 0}})};
const registration of_one{deque_model<subject>("bounded", statement, {"pptp|s", {1, 0}})};

}  // namespace
}  // namespace wyn::models::bounded
