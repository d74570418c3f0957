// holds: consumers come and go, and what one has retired another frees.
#include "models/injector/program.hpp"

namespace wyn::models::injector_consumers {
namespace {

constexpr auto statement = "consumers come and go";

// A record is handed on, with what its consumer has retired while the third one holds it.
const registration come_and_go{endless(injector_model<1>("consumers", statement, "ppp:gr|wg|n"))};
const registration used_again{injector_model_of_one_thread<2>("consumers", statement, "s")};

}  // namespace
}  // namespace wyn::models::injector_consumers
