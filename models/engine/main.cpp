// The command of a model program: lists, searches, mutates and traces. The answers are JSON, one object per line.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "models/engine/mutant.hpp"
#include "models/engine/report.hpp"

namespace {

using namespace wyn::models;
using nlohmann::json;

struct options {
  std::vector<std::string> models;
  plan wanted;
  std::vector<std::string> weaken;
  std::vector<std::string> omit;
  std::string only_site;
  std::string only_change;
  std::string how = "random";
  std::string state;
};

std::vector<model> chosen(const options& given) {
  if (given.models.empty()) return registered_models();
  std::vector<model> found;
  for (const auto& name : given.models) {
    const auto& all = registered_models();
    const auto at = std::find_if(all.begin(), all.end(), [&](const model& m) { return m.name == name; });
    if (at == all.end()) throw std::invalid_argument("no model is named " + name + "; `list` names them");
    found.push_back(*at);
  }
  return found;
}

void apply(const options& given) {
  for (const auto& text : given.weaken) make_mutant(parse_weakening(text));
  for (const auto& name : given.omit) make_mutant(parse_omission(name));
}

void print(const json& line) {
  std::cout << line.dump() << std::endl;
}

std::vector<budget> searches_of(const model& searched, const plan& wanted) {
  std::vector<budget> searches{{search::random, wanted.first, wanted.executions_of(searched), 0, {}}};
  if (wanted.bound != 0)
    searches.push_back({search::context_bound, 1, wanted.bound_executions_of(searched), wanted.bound, {}});
  if (wanted.exhaustive && searched.exhaustible) searches.push_back({search::exhaustive, 1, ~std::uint64_t{0}, 0, {}});
  return searches;
}

int run_models(const options& given) {
  bool as_expected = true;
  for (const auto& searched : chosen(given)) {
    bool held = true;
    for (const budget& limits : searches_of(searched, given.wanted)) {
      const verdict found = run(searched, limits);
      print(to_json(searched, limits.how, found));
      held &= found.held;
      if (!held) break;
    }
    as_expected &= held == (searched.expected == expectation::holds);
  }
  return as_expected ? 0 : 1;
}

int run_mutants(const options& given) {
  const auto models = chosen(given);
  for (const mutant& hunted : all_mutants()) {
    if (!given.only_site.empty() && hunted.site->name != given.only_site) continue;
    if (!given.only_change.empty() && hunted.change() != given.only_change) continue;
    print(to_json(hunted, try_to_kill(hunted, models, given.wanted)));
  }
  return 0;
}

int trace_model(const options& given) {
  const model searched = chosen(given).front();
  const search how = given.how == "bound"  ? search::context_bound
                     : given.how == "full" ? search::exhaustive
                                           : search::random;
  const budget limits{how, given.wanted.first, 1, given.wanted.bound, given.state};
  print(to_json(searched, how, trace(searched, limits)));
  return 0;
}

int list(const options&) {
  print(list_as_json(registered_models(), all_mutants()));
  return 0;
}

void add_plan(CLI::App& command, plan& wanted) {
  command.add_option("--first", wanted.first, "number of the first random execution");
  command.add_option("--executions", wanted.executions, "random executions per model of up to two threads");
  command.add_option("--larger-executions", wanted.larger_executions, "random executions per larger model");
  command.add_option("--certifying", wanted.certifying, "random executions within which a kill is a certificate");
  command.add_option("--bound", wanted.bound, "forced switches of the context-bound search; 0: none");
  command.add_option("--bound-executions", wanted.bound_executions, "where a context-bound search gives up");
  command.add_flag("--exhaustive", wanted.exhaustive, "search the smallest models to the end");
}

void add_common(CLI::App& command, options& given) {
  command.add_option("--model", given.models, "model names; all by default");
  command.add_option("--weaken", given.weaken, "site=order, the order to run instead");
  command.add_option("--omit", given.omit, "site to leave out");
  add_plan(command, given.wanted);
}

int run_command(int argc, char** argv) {
  CLI::App app{"model checker of a wyn component"};
  app.require_subcommand(1);
  options given;
  int (*body)(const options&) = nullptr;
  const auto command = [&](const char* name, const char* help, int (*does)(const options&)) -> CLI::App& {
    CLI::App* sub = app.add_subcommand(name, help);
    add_common(*sub, given);
    sub->callback([&body, does] { body = does; });
    return *sub;
  };
  command("list", "models, sites and mutants", list);
  command("run", "search the models", run_models);
  auto& mutants = command("mutants", "search for a kill of each mutant", run_mutants);
  mutants.add_option("--site", given.only_site, "only this site's mutants");
  mutants.add_option("--change", given.only_change, "only this change: an order, removed or omitted");
  auto& traced = command("trace", "replay one execution and print its steps", trace_model);
  traced.add_option("--search", given.how)->check(CLI::IsMember({"random", "bound", "full"}));
  traced.add_option("--state", given.state, "the execution, as a verdict names it")->required();
  CLI11_PARSE(app, argc, argv);
  apply(given);
  return body(given);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_command(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 2;
  }
}
