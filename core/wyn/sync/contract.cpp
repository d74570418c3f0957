#include "wyn/sync/contract.hpp"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

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

#if defined(WYN_CHECKED)

namespace {

// A bitwise copy of marked memory elsewhere is not marked.
std::uint64_t mark_of(const void* memory) noexcept {
  return 0xf1ee5ec02d0f4ee5U ^ reinterpret_cast<std::uintptr_t>(memory);
}

}  // namespace

void free_mark::put(void* memory) noexcept {
  const std::uint64_t mark = mark_of(memory);
  std::memcpy(memory, &mark, sizeof mark);
}

void free_mark::clear(void* memory) noexcept {
  std::memset(memory, 0, sizeof(std::uint64_t));
}

bool free_mark::is_in(const void* memory) noexcept {
  std::uint64_t found = 0;
  std::memcpy(&found, memory, sizeof found);
  return found == mark_of(memory);
}

#endif

}  // namespace wyn::sync
