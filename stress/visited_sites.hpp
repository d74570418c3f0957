// visited_sites: whether the stress executed every named site that its program contains (counted and perturbed world).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wyn::stress {

/// The sites of the component, "<component>.*", that this program contains.
[[nodiscard]] std::vector<std::string> sites_of(std::string_view component);

/// Those of them that were not executed yet. Exact when no other thread acts.
[[nodiscard]] std::vector<std::string> unvisited_sites_of(std::string_view component);

}  // namespace wyn::stress
