#include "wyn/sync/world.hpp"

namespace wyn::sync {

extern const char WYN_WORLD_SYMBOL = 0;

}  // namespace wyn::sync
