// fails: over-aligned memory that is not given back, or given back twice, is reported.
#include "models/litmus/litmus.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::models::aligned_memory_lost {
namespace {

constexpr std::size_t alignment = 256;

const registration leaked{litmus("memory.aligned_leaked", "over-aligned memory is given back", expectation::fails,
                                 {[](litmus_memory&) { static_cast<void>(sync::allocate(1, alignment)); }}, race_only)};

const registration freed_twice{litmus("memory.aligned_freed_twice", "over-aligned memory is given back once",
                                      expectation::fails, {[](litmus_memory&) {
                                        void* const memory = sync::allocate(1, alignment);
                                        sync::deallocate(memory, 1, alignment);
                                        sync::deallocate(memory, 1, alignment);
                                      }},
                                      race_only)};

}  // namespace
}  // namespace wyn::models::aligned_memory_lost
