// Which world this translation unit is built for, and the symbol that ties it to that world's library.
//
// One source, four worlds: production (default), WYN_WORLD_MODEL, WYN_WORLD_PERTURBED, WYN_WORLD_COUNTED; each of them
// checked (WYN_CHECKED) or not. Every translation unit refers to a symbol that only its own world's library defines, so
// a program that mixes two worlds does not link.
#pragma once

#if !defined(__linux__)
#error "wyn runs on Linux only for now"
#endif

#if defined(WYN_WORLD_MODEL) + defined(WYN_WORLD_PERTURBED) + defined(WYN_WORLD_COUNTED) > 1
#error "choose one world: WYN_WORLD_MODEL, WYN_WORLD_PERTURBED or WYN_WORLD_COUNTED"
#endif

#if defined(WYN_WORLD_MODEL)
#define WYN_WORLD_NAME model
#elif defined(WYN_WORLD_PERTURBED)
#define WYN_WORLD_NAME perturbed
#elif defined(WYN_WORLD_COUNTED)
#define WYN_WORLD_NAME counted
#else
#define WYN_WORLD_NAME production
#endif

#if defined(WYN_CHECKED)
#define WYN_CHECKED_NAME checked
#else
#define WYN_CHECKED_NAME unchecked
#endif

#define WYN_JOIN_NAMES(world, checked) this_program_mixes_worlds_##world##_##checked
#define WYN_EXPAND_NAMES(world, checked) WYN_JOIN_NAMES(world, checked)
#define WYN_WORLD_SYMBOL WYN_EXPAND_NAMES(WYN_WORLD_NAME, WYN_CHECKED_NAME)

namespace wyn::sync {

// Defined by world.cpp, once per world's library.
extern const char WYN_WORLD_SYMBOL;

namespace {
// One in every translation unit, on purpose.
// NOLINTNEXTLINE(misc-definitions-in-headers)
[[gnu::used]] const char* const world_anchor = &WYN_WORLD_SYMBOL;
}  // namespace

#if defined(WYN_CHECKED)
inline constexpr bool checked = true;
#else
inline constexpr bool checked = false;
#endif

}  // namespace wyn::sync
