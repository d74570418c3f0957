#include "models/engine/report.hpp"

namespace wyn::models {

using nlohmann::json;

namespace {

const char* to_text(event::kind what) {
  switch (what) {
    case event::kind::load: return "load";
    case event::kind::store: return "store";
    case event::kind::rmw: return "rmw";
    case event::kind::cas_won: return "cas_won";
    case event::kind::cas_lost: return "cas_lost";
    case event::kind::fence: return "fence";
    case event::kind::plain_read: return "plain_read";
    case event::kind::plain_write: return "plain_write";
    case event::kind::note: return "note";
    case event::kind::left_out: return "left_out";
  }
  return "";
}

json to_json(const event& step) {
  json out{{"kind", to_text(step.what)}, {"thread", step.thread}};
  if (step.what == event::kind::note) {
    out["text"] = step.text;
    return out;
  }
  out["object"] = step.object;
  out["value"] = step.value;
  out["desired"] = step.desired;
  out["stamp"] = step.stamp;
  out["latest"] = step.latest;
  if (step.site != nullptr) {
    out["site"] = step.site->name;
    out["order"] = sync::to_text(step.site->effective);
  }
  return out;
}

}  // namespace

std::string to_text(search how) {
  switch (how) {
    case search::random: return "random";
    case search::context_bound: return "bound";
    case search::exhaustive: return "full";
  }
  return "";
}

// The sites that this process has executed.
json visited_sites() {
  json names = json::array();
  for (const sync::site_record* site : all_sites()) {
    if (site->visits.load(std::memory_order_relaxed) != 0) names.push_back(site->name);
  }
  return names;
}

json to_json(const model& searched, search how, const verdict& found) {
  return {{"model", searched.name},
          {"search", to_text(how)},
          {"threads", searched.threads},
          {"expected", searched.expected == expectation::holds ? "holds" : "fails"},
          {"held", found.held},
          {"complete", found.complete},
          {"executions", found.executions},
          {"failure", found.failure},
          {"state", found.state},
          {"visited", visited_sites()}};
}

json to_json(const mutant& hunted, const kill& found) {
  return {{"site", hunted.site->name},
          {"change", hunted.change()},
          {"order", sync::to_text(hunted.site->declared)},
          {"killed", found.killed},
          {"certifies", found.certifies},
          {"search", to_text(found.how)},
          {"model", found.model},
          {"execution", found.found.executions},
          {"failure", found.found.failure},
          {"state", found.found.state},
          {"searched", found.searched}};
}

json to_json(const model& searched, search how, const traced_verdict& traced) {
  json out = to_json(searched, how, traced.outcome);
  json& steps = out["events"] = json::array();
  for (const event& step : traced.events) steps.push_back(to_json(step));
  return out;
}

json list_as_json(const std::vector<model>& models, const std::vector<mutant>& mutants) {
  json out{{"models", json::array()}, {"sites", json::array()}, {"mutants", json::array()}};
  for (const model& m : models) {
    out["models"].push_back({{"name", m.name},
                             {"statement", m.statement},
                             {"threads", m.threads},
                             {"expected", m.expected == expectation::holds ? "holds" : "fails"}});
  }
  for (const sync::site_record* site : all_sites()) {
    out["sites"].push_back(
        {{"name", site->name}, {"operation", to_text(site->op)}, {"order", to_text(site->declared)}});
  }
  for (const mutant& m : mutants) out["mutants"].push_back({{"site", m.site->name}, {"change", m.change()}});
  return out;
}

}  // namespace wyn::models
