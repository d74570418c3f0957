// mutant: the program with one site weakened or left out, and the search for a model that notices.
#pragma once

#include <algorithm>
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

/// How much is searched, of the deque that ships and of every mutant alike.
struct plan {
  std::uint64_t first = 1;                   // number of the first random execution
  std::uint64_t executions = 100000;         // random executions of each model of up to two threads
  std::uint64_t larger_executions = 100000;  // and of each larger one
  std::uint64_t certifying = 100000;         // a kill counts as a certificate within this many
  std::uint64_t bound_executions = 200000;   // where a context-bound search gives up
  unsigned bound = 2;                        // 0: no context-bound search
  bool exhaustive = false;                   // search the exhaustible models to the end

  [[nodiscard]] std::uint64_t executions_of(const model& searched) const {
    // One thread has one schedule: only compare-and-swaps that fail spuriously and reused memory tell its executions apart.
    if (searched.threads == 1) return std::min<std::uint64_t>(executions, 20000);
    return searched.threads > 2 || searched.large ? larger_executions : executions;
  }
  // A search cut short varies the ends of executions only, which says little of long ones.
  [[nodiscard]] std::uint64_t bound_executions_of(const model& searched) const {
    return searched.large || searched.endless ? bound_executions / 40 : bound_executions;
  }
};

struct kill {
  bool killed = false;
  bool certifies = false;  // within the certifying budget
  std::string model;
  search how = search::random;
  verdict found;               // of the killing model
  std::uint64_t searched = 0;  // executions over all models
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

/// Searches the models until one fails: a few random executions of each, then the context-bound search of each, then
/// all random executions of each.
[[nodiscard]] kill try_to_kill(const mutant& hunted, const std::vector<model>& models, const plan& wanted);

}  // namespace wyn::models
