// Random programs under the model checker; every execution's history is judged, and a shape player that
// asserts more about each moment plays them too. A failing program is shrunk, and the smallest is printed
// with its interleaving.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "models/deque/program.hpp"
#include "models/engine/engine.hpp"
#include "property_tests/deque/linearizability.hpp"
#include "property_tests/deque/play.hpp"
#include "property_tests/deque/program_gen.hpp"
#include "property_tests/main.hpp"

namespace wyn::properties {

const char* const cases_by_default = "150";

namespace {

// Writes the operations into the trace.
struct noted {
  void operator()(const operation& done) const { models::note("%s", to_text(done).c_str()); }
};

template <typename Deque>
class judged_execution : public models::claim {
 public:
  explicit judged_execution(const program& played) : execution_(played) {}

  void before() override { execution_.prologue(); }
  void thread(unsigned index) override { execution_.thread(index); }
  void after() override {
    execution_.epilogue();
    const char* const complaint = checker.complaint(execution_.told());
    models::expect(complaint == nullptr, complaint);
  }

 private:
  static inline linearizability_checker checker;

  execution<Deque, noted> execution_;
};

template <typename Deque>
models::model judged_model(const program& played) {
  models::model made;
  made.name = "deque.property." + shape_of(played);
  made.statement = "the history is one that the specification allows";
  made.threads = static_cast<unsigned>(played.words.size());
  made.make = [&played]() -> models::claim* { return new judged_execution<Deque>(played); };
  return made;
}

models::model judged(const program& played) {
  return played.bounded ? judged_model<bounded_deque<std::uint64_t>>(played)
                        : judged_model<deque<std::uint64_t>>(played);
}

// The player takes each push of a prologue for accepted and counts a batch's claims when it ends, so it
// cannot judge a bound: it plays bounded programs on a growable deque.
models::model player(const program& played) {
  const deque_options options{static_cast<std::size_t>(played.capacity), played.first_index};
  return models::deque_model<deque<std::uint64_t>>("property", "the shape player's assertions hold",
                                                   {shape_of(played), options});
}

using model_of = models::model (*)(const program&);

std::string line_of(const models::event& step) {
  using kind = models::event::kind;
  const std::string value = std::to_string(static_cast<std::int64_t>(step.value));
  const std::string name = step.site == nullptr ? "" : std::string(step.site->name);
  const std::string seen = step.stamp == step.latest ? "" : " (not the newest)";
  switch (step.what) {
    case kind::load: return name + " = " + value + seen;
    case kind::store: return name + " := " + value;
    case kind::rmw: return name + ": " + value + " -> " + std::to_string(static_cast<std::int64_t>(step.desired));
    case kind::cas_won:
      return name + ": won, " + value + " -> " + std::to_string(static_cast<std::int64_t>(step.desired));
    case kind::cas_lost: return name + ": lost, found " + value;
    case kind::fence: return name;
    case kind::plain_read: return "read payload " + value;
    case kind::plain_write: return "write payload " + value;
    case kind::note: return step.text;
    case kind::left_out: return name + ": left out";
  }
  return "";
}

void print_interleaving(const models::model& failing, const models::verdict& found) {
  std::printf("interleaving of %s, state %s, one column per thread:\n", failing.name.c_str(), found.state.c_str());
  models::budget replayed;
  replayed.state = found.state;
  for (const auto& step : models::trace(failing, replayed).events) {
    std::printf("%*s%s\n", static_cast<int>(step.thread * 36), "", line_of(step).c_str());
  }
}

// A rare interleaving may hide from a smaller program, so shrinking tries harder than searching.
constexpr std::uint64_t searching = 3000;
constexpr std::uint64_t shrinking = 50000;

void expect_programs_hold(const char* property, model_of make) {
  models::budget limits;
  limits.executions = searching;
  program smallest;
  const auto failure = [&](const program& played) {
    const models::verdict found = models::run(make(played), limits);
    if (found.held) return std::string();
    limits.executions = shrinking;
    return found.failure + " (state " + found.state + ')';
  };
  if (holds_for_programs(property, failure, &smallest)) return;
  const models::model failing = make(smallest);
  print_interleaving(failing, models::run(failing, limits));
  ADD_FAILURE() << property << ": a program fails";
}

TEST(deque_model, every_history_of_random_programs_is_allowed) {
  expect_programs_hold("deque: histories under the model checker", judged);
}

TEST(deque_model, the_shape_players_assertions_hold_for_random_programs) {
  expect_programs_hold("deque: assertions under the model checker", player);
}

}  // namespace

}  // namespace wyn::properties
