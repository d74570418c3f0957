// site_report: the test that a component's stress executes all of its sites.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <string>
#include <string_view>

#include "stress/visited_sites.hpp"
#include "wyn/sync/clock.hpp"

namespace wyn::stress {

/// Calls round() until all sites of the component were executed, for a minute at most.
template <typename Round>
void expect_all_sites_visited(std::string_view component, Round round) {
  const auto give_up = sync::now() + std::chrono::seconds{60};
  do {
    round();
  } while (!unvisited_sites_of(component).empty() && !::testing::Test::HasFailure() && sync::now() < give_up);
  EXPECT_FALSE(sites_of(component).empty()) << "the program has no site of " << component << ", so nothing was tested";
  const auto unvisited = unvisited_sites_of(component);
  const auto line = [](const std::string& all, const std::string& name) { return all + "\n  " + name; };
  EXPECT_TRUE(unvisited.empty()) << "the stress never executes:"
                                 << std::accumulate(unvisited.begin(), unvisited.end(), std::string{}, line);
}

}  // namespace wyn::stress
