// program: a scheduler's whole flow written as what each task does. The workers are those that ship: the model's threads
// sit down, work and stand up, as the threads of scheduler.cpp do.
//
// Every shape asserts, in every execution:
//   exactly once    each task that was made runs once, by its number, or is cancelled if the scheduler abandons or its group
//                   is stopped; its closure is destroyed once
//   visible         a task sees what its spawner did, a join and a wait see what their tasks did
//   exceptions      a join throws what its first branch threw, or else its second; a wait gets what its tasks threw; one
//                   that is dropped is destroyed
//   own stack       while a worker waits it runs only what its wait needs
//   progress        nobody is left asleep (a deadlock to the checker), and the workers leave after the close
//   conservation    no record, segment or task leaks (the checker, and the pools' own contracts)
#pragma once

#include <algorithm>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "models/engine/engine.hpp"
#include "models/scheduler/family.hpp"
#include "models/scheduler/shape.hpp"
#include "models/scheduler/without_memory.hpp"
#include "wyn/runtime/bulk.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/fork.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/records.hpp"
#include "wyn/runtime/spawned_task.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class flow_program : public claim {
 public:
  explicit flow_program(const flow_shape& played)
      : played_(played), family_(played.tasks, played.outside), crew_({played.workers, attachable(played), 1, {}}) {}

  void before() override {
    const pools mine(*this);
    for (unsigned i = 0; i < crew_.workers(); ++i) expect(crew_.sleepers().enter(), "closed from the start");
    for (const char task : played_.first) inject(number(task));
  }

  void thread(unsigned index) override {
    const pools mine(*this);
    if (index >= crew_.workers()) return act_outside(played_.part_of_outside(index - crew_.workers()));
    runtime::worker& seat = crew_.at(index);
    seat.sit_down();
    seat.work();
    seat.stand_up();
  }

  void after() override {
    const bool abandons = played_.outside.find('a') != std::string::npos;
    unsigned cancelled = 0;
    for (unsigned task = 0; task < played_.tasks.size(); ++task) {
      const bool stopped = stops_ && (groups_[task] != nullptr || !made_[task]);  // or its spawner did not run
      expect(abandons || stopped || family_.may_be_dropped(task) || refused_[task] || ran_[task], "a task did not run");
      if (!family_.is_spawned(task) || !made_[task]) continue;
      expect(ended_[task], "a task was lost");
      cancelled += ran_[task] || refused_[task] ? 0 : 1;
    }
    std::uint64_t counted = 0;
    for (unsigned slot = 0; slot < crew_.seats(); ++slot) counted += crew_.at(slot).counters().cancelled.get();
    expect(counted == cancelled, "the count of cancelled tasks is wrong");
    expect(thrown_ == 0, "an exception is not destroyed");
  }

 private:
  static constexpr unsigned most_workers = 3;
  static constexpr unsigned most = flow_family::most;

  // The calling thread's pools of records, while it lives.
  class pools {
   public:
    explicit pools(flow_program& program) : mine_(program.depots_) {
      sync::per_thread<runtime::worker, runtime::worker*>() = nullptr;
      sync::per_thread<runtime::thread_records, runtime::thread_records*>() = &mine_;
    }
    ~pools() { sync::per_thread<runtime::thread_records, runtime::thread_records*>() = nullptr; }
    pools(const pools&) = delete;
    pools& operator=(const pools&) = delete;

   private:
    runtime::thread_records mine_;
  };

  // The closure of a spawned task.
  class body {
   public:
    body(flow_program& program, unsigned task) : program_(&program), task_(task) {}
    body(body&& from) noexcept : program_(std::exchange(from.program_, nullptr)), task_(from.task_) {}
    body(const body&) = delete;
    body& operator=(const body&) = delete;
    ~body() {
      if (program_ != nullptr) program_->end(task_);
    }
    void operator()() { program_->run(task_); }

   private:
    flow_program* program_;
    unsigned task_;
  };

  // Counts a task as run when it ends, by an exception too.
  class running {
   public:
    running(flow_program& program, unsigned task) : program_(program), task_(task) {}
    ~running() { program_.finish(task_); }
    running(const running&) = delete;
    running& operator=(const running&) = delete;

   private:
    flow_program& program_;
    const unsigned task_;
  };

  // What a task throws.
  class failure {
   public:
    failure(flow_program& program, unsigned task) : program_(program), task_(task) { ++program_.thrown_; }
    failure(const failure&) = delete;
    failure& operator=(const failure&) = delete;
    ~failure() { --program_.thrown_; }
    [[nodiscard]] unsigned task() const { return task_; }

   private:
    flow_program& program_;
    const unsigned task_;
  };

  static unsigned attachable(const flow_shape& played) { return played.outside.find('A') != std::string::npos ? 1 : 0; }
  static unsigned number(char digit) { return static_cast<unsigned>(digit - '0'); }
  static bool is_task(char c) { return c >= '0' && c <= '9'; }
  static runtime::worker& self() { return *runtime::worker::current(); }

  void enter(unsigned task) {
    expect(!std::exchange(made_[task], true), "a task is made twice");
    payload_[task].set(made);
  }

  // What scheduler::submit and task_group::spawn do.
  runtime::task& make(unsigned task, runtime::group_core* group) {
    enter(task);
    groups_[task] = group;
    return *runtime::spawned_task<body>::make(body(*this, task), group, {});
  }
  // `closed`: by the calling thread.
  void inject(unsigned task, bool closed = false) {
    note("inject %u", task);
    const bool accepted = crew_.inject([&]() -> runtime::task& { return make(task, nullptr); });
    expect(accepted || closed || played_.outside_threads() > 1, "an open scheduler refuses a task");
    expect(!(accepted && closed), "a closed scheduler takes a task");
    refused_[task] = !accepted;
  }
  // What scheduler::spawn_bulk does with two.
  void inject_bulk(unsigned first, unsigned second) {
    runtime::bulk<runtime::spawned_task<body>> both(crew_);
    for (const unsigned task : {first, second}) {
      enter(task);
      both.add([&] { return body(*this, task); }, {});
    }
    note("inject %u and %u", first, second);
    refused_[first] = refused_[second] = !both.hand_over();
    expect(!refused_[first] || played_.outside_threads() > 1, "an open scheduler refuses a bundle");
  }

  void spawn(unsigned task, runtime::group_core* group = nullptr, bool memory = true) {
    note("worker %u spawns %u", self().slot(), task);
    if (group != nullptr) {
      if (group->owner() == &self()) group->children().add_local();
      else group->add_from_elsewhere();
    }
    runtime::task& spawned = make(task, group);
    std::optional<without_memory> meanwhile;
    if (!memory) meanwhile.emplace();
    self().push(spawned);
  }

  void run(unsigned task) {
    note("worker %u runs %u", self().slot(), task);
    flow_wait& wait = waits_[self().slot()];
    expect(family_.needs(wait, task), "a waiting worker runs a stranger");
    expect(!std::exchange(ran_[task], true), "a task runs twice");
    expect(payload_[task].get() == made, "a task does not see what its spawner did");
    const waiting for_nothing(wait, {});
    const running until_its_end(*this, task);
    play(task);
  }

  void finish(unsigned task) {
    payload_[task].set(done);
    over_[task].set(true);
    count();
  }
  void count() {
    if (++runs_ != played_.tasks.size()) return;
    if (played_.outside.empty()) crew_.close(false);
    else all_ran_.unpark();
  }

  void end(unsigned task) {
    expect(!std::exchange(ended_[task], true), "a closure is destroyed twice");
    if (stops_ && !ran_[task]) count();
  }

  void play(unsigned task) {
    const char* what = played_.tasks[task].c_str();
    while (*what != 0) {
      const char letter = *what++;
      if (is_task(letter)) spawn(number(letter));
      else if (letter == 't') throw failure(*this, task);
      else if (letter == 'k') stop_.request_stop();
      else if (letter == 'x') spawn(number(*what++), nullptr, false);
      else if (letter == 'p') block_.park();
      else if (letter == 'g') what = play_group(task, what);
      else if (letter == 's') spawn(number(*what++), groups_[task]);
      else if (letter == '!') run_on(number(*what++));
      else if (letter == '?') run_until_begun(number(*what++));
      else if (letter == 'f') what = play_fork(what);
    }
  }

  [[nodiscard]] bool throws(unsigned task) const { return played_.tasks[task].find('t') != std::string::npos; }

  void run_on(unsigned task) {
    while (!over_[task].get() && !kept_[task]) yield();
  }

  void run_until_begun(unsigned task) {
    while (!ran_[task] && !kept_[task]) yield();
  }

  const char* play_fork(const char* branches) {
    const unsigned first = number(branches[0]);
    const unsigned second = number(branches[1]);
    enter(first);
    enter(second);
    flow_wait& wait = waits_[self().slot()];
    const waiting for_the_branches(wait, {});
    const std::uint64_t unoffered = self().counters().inlined.get();
    auto run_first = [&] {
      kept_[second] = self().counters().inlined.get() != unoffered;
      const joining then(wait, second);
      run(first);
    };
    auto run_second = [&] { run(second); };
    try {
      runtime::fork_and_join(self(), run_first, run_second);
      expect(ran_[second], "a join returns before its fork has run");
      expect(!throws(first) && !throws(second), "a join loses an exception");
    } catch (const failure& thrown) {
      expect(thrown.task() == (throws(first) ? first : second), "a join throws another exception");
      if (!ran_[second]) count();
    }
    if (ran_[second]) expect(payload_[second].get() == done, "a join does not see what its fork did");
    return branches + 2;
  }

  // After the first branch its worker waits for the second.
  struct joining {
    flow_wait& wait;
    const unsigned fork;
    joining(flow_wait& now, unsigned second) : wait(now), fork(second) {}
    ~joining() { wait = {flow_wait::kind::fork, fork}; }
    joining(const joining&) = delete;
    joining& operator=(const joining&) = delete;
  };

  const char* play_group(unsigned task, const char* members) {
    runtime::group_core group(crew_, &self(), self().own_parker(), stop_.get_token());
    runtime::group_core* into = &group;
    std::optional<without_memory> meanwhile;
    for (; *members != '.'; ++members) {
      if (*members == '/') into = nullptr;
      else if (*members == 'x') meanwhile.emplace();
      else if (*members == '?') run_until_begun(number(*++members));
      else spawn(number(*members), into);
    }
    {
      const waiting for_the_group(waits_[self().slot()], {flow_wait::kind::group, task});
      self().wait(group);
    }
    meanwhile.reset();
    const captured_exceptions thrown = group.exceptions().take();
    bool throw_some = false;
    bool all_ran = true;
    for (unsigned member = 0; member < played_.tasks.size(); ++member) {
      if (!family_.is_in_group(member, task) || !made_[member]) continue;
      throw_some |= ran_[member] && throws(member);
      all_ran &= ran_[member];
      expect(ended_[member], "a wait returns before its group has ended");
      if (ran_[member]) expect(payload_[member].get() == done, "a wait does not see what its group did");
      else expect(group.cancelled().get(), "a cancelled task is not reported to its group");
    }
    expect((thrown.first != nullptr) == throw_some, "a wait loses an exception");
    expect(!all_ran || !group.cancelled().get(), "a group of which all ran is told that a task did not");
    return members + 1;
  }

  void act_outside(const char* what) {
    runtime::worker* seat = nullptr;
    bool closed = false;
    while (*what != 0 && *what != '|') {
      const char c = *what++;
      if (is_task(c) && seat == nullptr) inject(number(c), closed);
      else if (is_task(c)) spawn(number(c));
      else if (c == 'b') inject_bulk(number(what[0]), number(what[1])), what += 2;
      else if (c == 'A') seat = attach(closed);
      else if (c == 'r') call(number(*what++));
      else if (c == 'x') sync::fail_allocation_after(0);
      else if (c == 'L' && seat != nullptr) let_go(std::exchange(seat, nullptr));
      else if (c == 'd') all_ran_.park();
      else if (c == 'z') wait_until_awake_are(0);
      else if (c == 'u') let_go_on();
      else if (c == 'c' || c == 'a') close(c == 'a', closed);
    }
  }

  void let_go(runtime::worker* seat) {
    crew_.leave_seat(*seat);
    sync::never_fail_allocation();
  }
  void close(bool abandon, bool& closed) {
    crew_.close(abandon);
    closed = true;
  }
  void wait_until_awake_are(std::size_t count) {
    while (crew_.sleepers().census().awake != count && !crew_.tasks().closed()) yield();
  }
  void let_go_on() {
    wait_until_awake_are(1);
    block_.unpark();
  }

  void call(unsigned task) {
    enter(task);
    run(task);
  }

  runtime::worker* attach(bool closed) {
    runtime::worker* const seat = crew_.take_seat();
    expect(seat != nullptr || closed || played_.outside_threads() > 1,
           "no seat for a thread that attaches itself in time");
    expect(seat == nullptr || !closed, "a closed scheduler gives a seat");
    return seat;
  }

  static constexpr unsigned made = 1;
  static constexpr unsigned done = 2;

  const flow_shape& played_;
  const bool stops_ = std::any_of(played_.tasks.begin(), played_.tasks.end(),
                                  [](const std::string& what) { return what.find('k') != std::string::npos; });
  std::stop_source stop_;
  const flow_family family_;
  pool_depots depots_;
  runtime::crew crew_;
  parker all_ran_;
  parker block_;
  sync::plain<unsigned> payload_[most];
  hint<bool> over_[most];

  // What really happened, kept where it orders nothing.
  flow_wait waits_[most_workers + 1]{};
  runtime::group_core* groups_[most]{};
  bool made_[most]{};
  bool refused_[most]{};
  bool kept_[most]{};  // a fork that nobody else is offered
  bool ran_[most]{};
  bool ended_[most]{};
  unsigned runs_ = 0;
  unsigned thrown_ = 0;
};

/// The model `scheduler.<claim>.<shape's name>`.
[[nodiscard]] inline model flow_model(const std::string& claim_name, const std::string& statement,
                                      const flow_shape& played) {
  return {"scheduler." + claim_name + "." + played.name,
          statement,
          played.workers + played.outside_threads(),
          [played]() -> claim* {
            sync::never_fail_allocation();  // an execution that failed may have left one
            return new flow_program(played);
          },
          expectation::holds,
          false,
          true};
}

}  // namespace wyn::models
