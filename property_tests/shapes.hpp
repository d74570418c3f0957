// shapes: random shapes of a model's program, under the model checker.
#pragma once

#include <string>

#include "models/engine/engine.hpp"

namespace wyn::properties {

/// What the shape's model says about a few hundred executions; empty if it holds.
[[nodiscard]] inline std::string failure_of(const models::model& searched) {
  models::budget limits;
  limits.executions = 300;
  const models::verdict found = models::run(searched, limits);
  return found.held ? "" : searched.name + ": " + found.failure + " (state " + found.state + ')';
}

}  // namespace wyn::properties
