// holds: records that come back as chains, from outboxes, are as good as those that come back alone.
#include "models/task_pool/program.hpp"

namespace wyn::models::chain_return {
namespace {

constexpr auto statement = "the records of a chain come back together, each to its home, and each once";

const registration one_chain{pool_model("chain_return", statement, {"a1a1:aaa|pp", 2})};
// The second block of a slab is opened beside it.
const registration chain_against_single{pool_model("chain_return", statement, {"a1a1a2:aa|ppf|x", 3})};
// The outbox changes homes, and both owners allocate.
const registration two_homes{pool_model("chain_return", statement, {"a2b2:a|a|pp", 1})};

}  // namespace
}  // namespace wyn::models::chain_return
