// holds: the owner's own records are reused youngest first; a pool grows only when no record of it is back.
#include "models/task_pool/program.hpp"

namespace wyn::models::own_list {
namespace {

constexpr auto statement = "the owner reuses its youngest record first and grows only when none is back";

const registration alone{pool_model("own_list", statement, {":aararraaa", 2, true})};
// The return happens before the owner's allocate.
const registration returned_before{pool_model("own_list", statement, {"a1o:aa|", 1, true})};

}  // namespace
}  // namespace wyn::models::own_list
