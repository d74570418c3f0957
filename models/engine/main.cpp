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
  std::string how = "random";
  std::uint64_t first = 1;
  std::uint64_t executions = 100000;
  std::uint64_t larger_executions = 0;
  std::string state;
  std::vector<std::string> weaken;
  std::vector<std::string> omit;
  std::string shard = "0/1";
};

search to_search(const std::string& text) {
  if (text == "bound") return search::context_bound;
  return text == "full" ? search::exhaustive : search::random;
}

std::vector<model> chosen(const options& given) {
  if (given.models.empty()) return registered_models();
  std::vector<model> found;
  for (const auto& name : given.models) {
    const auto& all = registered_models();
    const auto at = std::find_if(all.begin(), all.end(), [&](const model& m) { return m.name == name; });
    if (at == all.end()) throw CLI::ValidationError("--model", "no model is named " + name + "; `list` names them");
    found.push_back(*at);
  }
  return found;
}

// Models of more than two threads have a budget of their own.
std::uint64_t executions_for(const model& searched, const options& given) {
  return searched.threads > 2 && given.larger_executions != 0 ? given.larger_executions : given.executions;
}

budget budget_for(const model& searched, const options& given) {
  return {to_search(given.how), given.first, executions_for(searched, given), given.state};
}

void apply(const options& given) {
  for (const auto& text : given.weaken) make_mutant(parse_weakening(text));
  for (const auto& name : given.omit) make_mutant(parse_omission(name));
}

void print(const json& line) { std::cout << line.dump() << std::endl; }

int run_models(const options& given) {
  bool as_expected = true;
  for (const auto& searched : chosen(given)) {
    const verdict found = run(searched, budget_for(searched, given));
    as_expected &= found.held == (searched.expected == expectation::holds);
    print(to_json(searched, given.how, found));
  }
  return as_expected ? 0 : 1;
}

int run_mutants(const options& given) {
  const auto slash = given.shard.find('/');
  const std::size_t index = std::stoul(given.shard.substr(0, slash));
  const std::size_t count = std::stoul(given.shard.substr(slash + 1));
  const auto mutants = all_mutants();
  const auto models = chosen(given);
  for (std::size_t i = index; i < mutants.size(); i += count) {
    const kill found = try_to_kill(mutants[i], models, [&](const model& m) { return budget_for(m, given); });
    print(to_json(mutants[i], found));
  }
  return 0;
}

int trace_model(const options& given) {
  const model searched = chosen(given).front();
  print(to_json(searched, given.how, trace(searched, to_search(given.how), given.state)));
  return 0;
}

int list() {
  print(list_as_json(registered_models(), all_mutants()));
  return 0;
}

void add_common(CLI::App& command, options& given) {
  command.add_option("--model", given.models, "model names; all by default");
  command.add_option("--search", given.how, "random, bound or full")
      ->check(CLI::IsMember({"random", "bound", "full"}));
  command.add_option("--first", given.first, "number of the first random execution");
  command.add_option("--executions", given.executions, "executions per model");
  command.add_option("--larger-executions", given.larger_executions, "executions per model of three threads and more");
  command.add_option("--state", given.state, "resume at a state");
  command.add_option("--weaken", given.weaken, "site=order, the order to run instead");
  command.add_option("--omit", given.omit, "site to leave out");
  command.add_option("--shard", given.shard, "i/n: every n-th mutant from the i-th");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"model checker of a wyn component"};
  app.require_subcommand(1);
  options given;
  int status = 0;
  const auto command = [&](const char* name, const char* help, int (*body)(const options&)) {
    CLI::App* sub = app.add_subcommand(name, help);
    add_common(*sub, given);
    sub->callback([&given, &status, body] {
      apply(given);
      status = body(given);
    });
  };
  app.add_subcommand("list", "models, sites and mutants")->callback([&] { status = list(); });
  command("run", "search the models", run_models);
  command("mutants", "search for a kill of each mutant", run_mutants);
  command("trace", "replay one execution and print its steps", trace_model);
  CLI11_PARSE(app, argc, argv);
  return status;
}
