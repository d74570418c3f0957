// What CMake precompiles for the examples. To parse a command line takes no time, to optimise the parser takes more than the
// example.
#pragma once

#if defined(__clang__)
#pragma clang optimize off
#include <CLI/CLI.hpp>
#pragma clang optimize on
#else
#pragma GCC push_options
#pragma GCC optimize("O0")
#include <CLI/CLI.hpp>
#pragma GCC pop_options
#endif
