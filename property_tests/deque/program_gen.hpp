// program_gen: RapidCheck's side of the programs, and one property over them.
#pragma once

#include <functional>
#include <string>

#include "property_tests/deque/program.hpp"

namespace wyn::properties {

/// Runs `failure` over random programs; it says what went wrong, or nothing. False if one failed: then the
/// failing program was shrunk, and the smallest and why it fails were printed. `smallest` receives it if not
/// null.
[[nodiscard]] bool holds_for_programs(const std::string& property,
                                      const std::function<std::string(const program&)>& failure,
                                      program* smallest = nullptr);

}  // namespace wyn::properties
