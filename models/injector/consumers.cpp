// holds: consumers come and go, and what one has retired another frees.
#include "models/injector/program.hpp"

namespace wyn::models::injector_consumers {
namespace {

constexpr auto statement = "consumers come and go";

const registration come_and_go{injector_model<1>("consumers", statement, "ppp:gr|grn")};
const registration handed_on{injector_model<1>("consumers", statement, "pppgr:grg|n")};
const registration used_again{injector_model<2>("consumers", statement, "s")};

}  // namespace
}  // namespace wyn::models::injector_consumers
