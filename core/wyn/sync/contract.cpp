#include "wyn/sync/contract.hpp"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

void contract_violation(source_location location, const char* format, ...) noexcept {
  char message[256];
  std::va_list values;
  va_start(values, format);
  std::vsnprintf(message, sizeof message, format, values);
  va_end(values);
#if defined(WYN_WORLD_MODEL)
  static_cast<void>(location);
  model::fail(message);
#else
  std::fprintf(stderr, "wyn: contract violated: %s (checked at %s:%u)\n", message, location.file, location.line);
  std::abort();
#endif
}

}  // namespace wyn::sync
