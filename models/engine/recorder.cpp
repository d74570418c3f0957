#include "models/engine/recorder.hpp"

#include <array>
#include <cstdio>

namespace wyn::models {

namespace {

// Static, because memory taken inside an execution belongs to the modelled heap.
std::array<event, recorder::capacity> taken;
unsigned count = 0;
bool on_air = false;
char reason[256];

}  // namespace

void recorder::restart() noexcept {
  count = 0;
  reason[0] = 0;
}

void recorder::record(bool on) noexcept {
  on_air = on;
}

bool recorder::recording() noexcept {
  return on_air;
}

void recorder::add(const event& happened) noexcept {
  if (on_air && count < capacity) taken[count++] = happened;
}

std::vector<event> recorder::events() {
  return {taken.begin(), taken.begin() + count};
}

void recorder::remember_failure(const char* message) noexcept {
  if (reason[0] == 0) std::snprintf(reason, sizeof reason, "%s", message);
}

const char* recorder::failure() noexcept {
  return reason;
}

}  // namespace wyn::models
