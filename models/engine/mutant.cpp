#include "models/engine/mutant.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace wyn::models {

using sync::operation;
using sync::order;
using sync::site_record;

namespace {

std::vector<order> weaker_orders(order declared) {
  switch (declared) {
    case order::relaxed: return {};
    case order::acquire:
    case order::release: return {order::relaxed};
    case order::acq_rel: return {order::acquire, order::release, order::relaxed};
    case order::seq_cst: return {order::acq_rel, order::acquire, order::release, order::relaxed};
  }
  return {};
}

bool is_fence(operation op) {
  return op == operation::fence || op == operation::light_fence || op == operation::heavy_fence;
}

bool fits(operation op, order o) {
  if (op == operation::light_fence || op == operation::heavy_fence) return o == order::relaxed;
  const bool loads_only = op == operation::load || op == operation::cas_failure;
  if (loads_only) return o != order::release && o != order::acq_rel;
  if (op == operation::store) return o != order::acquire && o != order::acq_rel;
  return true;
}

// A load that is left out has no meaning; a failing CAS already does nothing; a fence left out is a relaxed fence.
bool can_be_omitted(operation op) {
  return op == operation::store || op == operation::rmw || op == operation::cas || op == operation::wake;
}

site_record& find_site(const std::string& name) {
  std::string names;
  for (site_record* site : all_sites()) {
    if (site->name == name) return *site;
    names += "\n  " + std::string(site->name);
  }
  throw std::invalid_argument("no site is named " + name + "; the sites are:" + names);
}

constexpr std::uint64_t first_look = 2000;
// What a context-bound search finds, it finds early; the program without a mutant is searched further.
constexpr std::uint64_t bound_look = 20'000;

}  // namespace

std::string mutant::change() const {
  if (omitted) return "omitted";
  if (is_fence(site->op) && weakened == order::relaxed) return "removed";
  return std::string(to_text(weakened));
}

std::vector<site_record*> all_sites() {
  std::vector<site_record*> sites;
  for (site_record* site = site_record::first; site != nullptr; site = site->next) sites.push_back(site);
  std::sort(sites.begin(), sites.end(), [](auto* a, auto* b) { return a->name < b->name; });
  return sites;
}

std::vector<mutant> all_mutants() {
  std::vector<mutant> mutants;
  for (site_record* site : all_sites()) {
    for (const order weaker : weaker_orders(site->declared)) {
      if (fits(site->op, weaker)) mutants.push_back({site, false, weaker});
    }
    if (can_be_omitted(site->op)) mutants.push_back({site, true, site->declared});
  }
  return mutants;
}

mutant parse_weakening(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) throw std::invalid_argument("expected site=order, got " + text);
  site_record& site = find_site(text.substr(0, equals));
  const std::string wanted = text.substr(equals + 1);
  for (const order o : {order::relaxed, order::acquire, order::release, order::acq_rel, order::seq_cst}) {
    if ((to_text(o) == wanted || (wanted == "removed" && o == order::relaxed)) && fits(site.op, o)) {
      return {&site, false, o};
    }
  }
  throw std::invalid_argument(wanted + " is not an order that " + std::string(site.name) + " can have");
}

mutant parse_omission(const std::string& name) {
  site_record& site = find_site(name);
  if (!can_be_omitted(site.op)) throw std::invalid_argument(name + " cannot be left out");
  return {&site, true, site.declared};
}

void make_mutant(const mutant& made) noexcept {
  made.site->omitted = made.omitted;
  made.site->effective = made.weakened;
}

void unmake_mutant(const mutant& made) noexcept {
  made.site->omitted = false;
  made.site->effective = made.site->declared;
}

namespace {

// One model after the other under the same budget; true once one failed.
bool killed_by_any(kill& result, const std::vector<model>& models, const std::function<budget(const model&)>& limits) {
  for (const model& searched : models) {
    const budget searched_for = limits(searched);
    if (searched_for.executions == 0) continue;
    verdict found = run(searched, searched_for);
    result.searched += found.executions;
    if (found.held != (searched.expected == expectation::holds)) {
      result.killed = true;
      result.model = searched.name;
      result.how = searched_for.how;
      result.found = std::move(found);
      return true;
    }
  }
  return false;
}

kill hunt(const std::vector<model>& models, const plan& wanted) {
  // The executions from number `done` on, of those that begin with the plan's first.
  const auto random = [&](std::uint64_t done, std::uint64_t most) {
    return [&wanted, done, most](const model& m) {
      const std::uint64_t all = std::min(most, wanted.executions_of(m));
      return budget{search::random, wanted.first + done, all - std::min(done, all), 0, {}};
    };
  };
  const auto bound = [&](const model& m) {
    return budget{search::context_bound, 1, std::min(bound_look, wanted.bound_executions_of(m)), wanted.bound, {}};
  };
  kill result;
  result.certifies = true;
  const auto kills = [&](std::uint64_t done, std::uint64_t most) {
    const bool killed = killed_by_any(result, models, random(done, most));
    if (killed) result.found.executions += done;
    return killed;
  };
  if (kills(0, first_look)) return result;
  if (wanted.bound != 0 && killed_by_any(result, models, bound)) return result;
  if (kills(first_look, wanted.certifying)) return result;
  result.certifies = false;
  if (wanted.executions > wanted.certifying) kills(std::max(first_look, wanted.certifying), wanted.executions);
  return result;
}

}  // namespace

kill try_to_kill(const mutant& hunted, const std::vector<model>& models, const plan& wanted) {
  make_mutant(hunted);
  kill result = hunt(models, wanted);
  unmake_mutant(hunted);
  return result;
}

}  // namespace wyn::models
