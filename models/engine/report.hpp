// report: verdicts, kills and traces as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "models/engine/mutant.hpp"

namespace wyn::models {

[[nodiscard]] std::string to_text(search how);
[[nodiscard]] nlohmann::json to_json(const model& searched, search how, const verdict& found);
[[nodiscard]] nlohmann::json to_json(const mutant& hunted, const kill& found);
[[nodiscard]] nlohmann::json to_json(const model& searched, search how, const traced_verdict& traced);
[[nodiscard]] nlohmann::json list_as_json(const std::vector<model>& models, const std::vector<mutant>& mutants);

}  // namespace wyn::models
