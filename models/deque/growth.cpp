// holds: growth under theft loses, repeats and tears nothing.
#include "models/deque/program.hpp"

namespace wyn::models::growth {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "growth under theft loses, repeats and tears nothing";

const registration twice{deque_model<subject>("growth", statement, {"pppt|ss", {1, 0}})};

}  // namespace
}  // namespace wyn::models::growth
