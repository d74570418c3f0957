// holds: the owner's own records are reused first; a pool grows only when no record of it is back.
#include "models/task_pool/program.hpp"

namespace wyn::models::own_records {
namespace {

constexpr auto statement = "the owner reuses what it released first and grows only when no record is back";

const registration alone{pool_model("own_records", statement, {":aararraaa", 2, true})};
// Each record has a block of its own: they are reused in the order in which they were released.
const registration blocks{pool_model("own_records", statement, {":aaaarrrraaraaa", 1, true})};
// The return happens before the owner's allocate.
const registration returned_before{pool_model("own_records", statement, {"a1o:aa|", 1, true})};

}  // namespace
}  // namespace wyn::models::own_records
