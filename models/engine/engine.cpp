#include "models/engine/relacy.hpp"

#include "models/engine/backend.hpp"
#include "models/engine/crash.hpp"
#include "models/engine/engine.hpp"
#include "models/engine/recorder.hpp"

namespace wyn::models {

namespace {

const model* searched_now = nullptr;
std::uint64_t executions_left = 0;
std::uint64_t executions_begun = 0;

template <rl::thread_id_t Threads>
struct suite : rl::test_suite<suite<Threads>, Threads> {
  claim* program;

  suite() {
    // The execution after the last is begun and abandoned: what the last one recorded stays.
    if (executions_left > 0) recorder::restart();
    sync::model::restart_numbering();
    program = searched_now->make();
  }
  ~suite() { delete program; }

  void before() {
    if (executions_left-- == 0) rl::ctx().rl_until("budget spent", RL_INFO);
    ++executions_begun;
    crash_watch::program_runs(true);
    program->before();
    note("threads start");
  }
  void thread(unsigned index) {
    sync::model::thread_begins(Threads);
    program->thread(index);
    sync::model::thread_ends();
  }
  void after() {
    note("threads ended");
    program->after();
    crash_watch::program_runs(false);
  }
  void invariant() { program->invariant(); }
};

template <rl::thread_id_t Threads>
rl::test_result_e run_with_threads(rl::test_params& parameters, std::ostream& state) {
  using suite_type = suite<Threads>;
  switch (parameters.search_type) {
    case rl::sched_random: return rl::run_test<suite_type, rl::random_scheduler<Threads>>(parameters, state, false);
    case rl::sched_bound:
      return rl::run_test<suite_type, rl::context_bound_scheduler<Threads>>(parameters, state, false);
    default: return rl::run_test<suite_type, rl::full_search_scheduler<Threads>>(parameters, state, false);
  }
}

rl::test_result_e run_suite(unsigned threads, rl::test_params& parameters, std::ostream& state) {
  switch (threads) {
    case 1: return run_with_threads<1>(parameters, state);
    case 2: return run_with_threads<2>(parameters, state);
    case 3: return run_with_threads<3>(parameters, state);
    case 4: return run_with_threads<4>(parameters, state);
    default: throw std::invalid_argument("a model has 1 to 4 threads");
  }
}

rl::scheduler_type_e to_relacy(search how) {
  switch (how) {
    case search::random: return rl::sched_random;
    case search::context_bound: return rl::sched_bound;
    case search::exhaustive: return rl::sched_full;
  }
  return rl::sched_random;
}

// Relacy prints progress and results; the engine reports by itself.
class silent_buffer : public std::streambuf {
  int overflow(int c) override { return c; }
};

std::string describe(rl::test_result_e result) {
  const std::string reason = recorder::failure();
  return reason.empty() ? rl::test_result_str(result) : reason;
}

std::vector<model>& mutable_models() {
  static std::vector<model> all;
  return all;
}

}  // namespace

registration::registration(model added) {
  mutable_models().push_back(std::move(added));
}

const std::vector<model>& registered_models() {
  return mutable_models();
}

verdict run(const model& searched, const budget& limits) {
  silent_buffer silence;
  std::ostream nowhere(&silence);
  rl::ostringstream state;
  rl::test_params parameters;
  const bool random = limits.how == search::random;
  parameters.search_type = to_relacy(limits.how);
  parameters.context_bound = limits.bound;
  parameters.output_stream = parameters.progress_stream = &nowhere;
  const std::string from = limits.state.empty() ? std::to_string(limits.first) + " " : limits.state;
  if (random || !limits.state.empty()) parameters.initial_state = rl::string(from.begin(), from.end());
  // A random search ends at this number; the count below ends the others.
  parameters.iteration_count = ~rl::iteration_t{0};

  searched_now = &searched;
  executions_left = limits.executions;
  executions_begun = 0;
  const crash_watch watch;
  const rl::test_result_e result = run_suite(searched.threads, parameters, state);

  verdict found;
  found.executions = executions_begun;
  found.complete = random || result != rl::test_result_until_condition_hit;
  found.held = result == rl::test_result_success || result == rl::test_result_until_condition_hit;
  if (!found.held) {
    found.failure = describe(result);
    const rl::string text = state.str();
    found.state.assign(text.begin(), text.end());
  }
  return found;
}

traced_verdict trace(const model& searched, const budget& limits) {
  budget one = limits;
  one.executions = 1;
  recorder::record(true);
  traced_verdict traced{run(searched, one), {}};
  recorder::record(false);
  traced.events = recorder::events();
  return traced;
}

void expect(bool condition, const char* message) {
  if (!condition) sync::model::fail(message);
}

void note(const char* format, ...) {
  if (!recorder::recording()) return;
  event written{event::kind::note, sync::model::thread_index(), nullptr, 0, 0, 0, 0, 0, {}};
  std::va_list values;
  va_start(values, format);
  std::vsnprintf(written.text, sizeof written.text, format, values);
  va_end(values);
  recorder::add(written);
}

void yield() {
  sync::model::yield();
}

}  // namespace wyn::models
