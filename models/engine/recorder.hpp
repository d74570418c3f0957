// recorder: the trace of one execution. It stays outside the modelled memory and costs nothing while it is off.
#pragma once

#include "models/engine/engine.hpp"

namespace wyn::models {

class recorder {
 public:
  static constexpr unsigned capacity = 8192;

  /// Forgets the last execution, keeps whether it records.
  static void restart() noexcept;
  static void record(bool on) noexcept;
  [[nodiscard]] static bool recording() noexcept;
  static void add(const event& happened) noexcept;
  [[nodiscard]] static std::vector<event> events();

  /// The reason of a failure; the first one of an execution counts.
  static void remember_failure(const char* message) noexcept;
  [[nodiscard]] static const char* failure() noexcept;
};

}  // namespace wyn::models
