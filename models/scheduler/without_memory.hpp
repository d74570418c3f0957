// without_memory: the next allocation fails, while it lives. No other thread allocates meanwhile.
#pragma once

#include "wyn/sync/memory.hpp"

namespace wyn::models {

struct without_memory {
  without_memory() { sync::fail_allocation_after(0); }
  ~without_memory() { sync::never_fail_allocation(); }
  without_memory(const without_memory&) = delete;
  without_memory& operator=(const without_memory&) = delete;
};

}  // namespace wyn::models
