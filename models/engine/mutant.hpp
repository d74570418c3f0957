// mutant: the program with one site weakened or left out, and the search for a model that notices.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/sync/site.hpp"

namespace wyn::models {

/// One change to one site.
struct mutant {
  sync::site_record* site;
  bool omitted;          // the store stores nothing, the CAS always fails, the fence is not there
  sync::order weakened;  // otherwise: the order run instead of the declared one

  /// "relaxed", "acquire", ..., or "omitted".
  [[nodiscard]] std::string change() const;
};

struct kill {
  bool killed = false;
  std::string model;
  verdict found;                    // of the killing model
  std::uint64_t searched = 0;       // executions over all models
};

/// All sites of this program, by name.
[[nodiscard]] std::vector<sync::site_record*> all_sites();

/// Every weaker order of every site, and every omission.
[[nodiscard]] std::vector<mutant> all_mutants();

/// "site=order" and "site". Throws std::invalid_argument with the valid names.
[[nodiscard]] mutant parse_weakening(const std::string& text);
[[nodiscard]] mutant parse_omission(const std::string& name);

/// Lets the mutant be what runs from now on; and back.
void make_mutant(const mutant& made) noexcept;
void unmake_mutant(const mutant& made) noexcept;

/// Searches the models until one fails, a little in each before all of each.
[[nodiscard]] kill try_to_kill(const mutant& hunted, const std::vector<model>& models,
                               const std::function<budget(const model&)>& budget_for);

}  // namespace wyn::models
