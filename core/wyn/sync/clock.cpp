#include "wyn/sync/clock.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

time_point now() noexcept {
#if defined(WYN_WORLD_MODEL)
  return time_point{std::chrono::nanoseconds{model::steps_taken()}};
#else
  return std::chrono::steady_clock::now();
#endif
}

}  // namespace wyn::sync
