// main: GoogleTest's, with RapidCheck's parameters fixed unless the environment variable RC_PARAMS names them.
#pragma once

namespace wyn::properties {

/// How many random cases each property of this program gets. Each program defines it.
extern const char* const cases_by_default;

}  // namespace wyn::properties
