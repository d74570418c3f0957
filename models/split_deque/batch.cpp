// holds: a batch is claimed as a whole, and the owner gets what it left.
#include "models/split_deque/program.hpp"

namespace wyn::models::split_batch {
namespace {

constexpr auto statement = "a batch is claimed as a whole";

const registration beside_the_owner{split_model<8>("batch", statement, {"ppppx:tt|b"})};
const registration two_batches{split_model<4>("batch", statement, {"pppx:p|b|b"})};

}  // namespace
}  // namespace wyn::models::split_batch
