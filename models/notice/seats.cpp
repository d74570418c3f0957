// holds: one thread at a time has the seat, and sees what the last one left.
#include "models/notice/seats.hpp"

namespace wyn::models::notice_seats {
namespace {

const registration by_turns{seats_model({1, 1})};
const registration again{seats_model({2, 1, 1})};

}  // namespace
}  // namespace wyn::models::notice_seats
