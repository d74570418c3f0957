// execution: what the two halves of the model world share.
#pragma once

#include <cstdint>

#include "models/engine/relacy.hpp"

namespace wyn::sync::model {

/// In every living object, so that a use after its end is seen.
inline constexpr std::uint64_t alive = 0x616c697665a11ce5U;

/// Ends the execution as a failure of the given kind; the first message counts.
[[noreturn]] void fail_execution(const char* message, rl::test_result_e result) noexcept;

/// Objects are numbered anew in every execution.
[[nodiscard]] unsigned next_object_number() noexcept;
void restart_object_numbers() noexcept;

}  // namespace wyn::sync::model
