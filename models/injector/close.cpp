// holds: an accepted push is delivered, a refused one is not.
#include "models/injector/program.hpp"

namespace wyn::models::injector_close {
namespace {

constexpr auto statement = "an accepted push is delivered, a refused one is not";

const registration beside_pushes{endless(injector_model<1>("close", statement, "pp|c|g"))};
// Who runs when it is closed goes on pushing, also into the segment that follows, which is closed too.
const registration late{endless(injector_model<1>("close", statement, "lp|c|gg"))};
const registration twice{injector_model<2>("close", statement, "b|cc")};

}  // namespace
}  // namespace wyn::models::injector_close
