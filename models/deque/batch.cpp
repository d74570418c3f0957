// holds: a batch is single steals and pushes: exactly once, oldest first, room made before each claim.
#include "models/deque/program.hpp"

namespace wyn::models::batch {
namespace {

using subject = deque<std::uint64_t>;
constexpr auto statement = "a batch moves elements exactly once into the thief's deque";

// A batch of two of three, with an owner that takes two: they meet in the middle.
const registration beside_the_owner{deque_model<subject>("batch", statement, {"ppp:tt|b"})};
const registration beside_a_thief{deque_model<subject>("batch", statement, {"ppp:|b|s"})};

}  // namespace
}  // namespace wyn::models::batch
