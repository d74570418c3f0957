#include "stress/visited_sites.hpp"

#include "wyn/sync/site.hpp"
#include "wyn/sync/world.hpp"

namespace wyn::stress {

namespace {

template <typename Chosen>
std::vector<std::string> sites_where(std::string_view component, Chosen chosen) {
  const std::string prefix = std::string(component) + ".";
  std::vector<std::string> names;
  for (const sync::site_record* site = sync::site_record::first; site != nullptr; site = site->next) {
    if (site->name.starts_with(prefix) && chosen(*site)) names.emplace_back(site->name);
  }
  return names;
}

}  // namespace

std::vector<std::string> sites_of(std::string_view component) {
  return sites_where(component, [](const sync::site_record&) { return true; });
}

std::vector<std::string> unvisited_sites_of(std::string_view component) {
  return sites_where(component, [](const sync::site_record& site) { return site.visits == 0; });
}

}  // namespace wyn::stress
