// program: a scheduler of one or two workers on the idle protocol that ships, with an outside thread.
//
// Every shape asserts, in every execution:
//   exactly once   each task that was accepted runs once, by its number
//   progress       nobody is left asleep (a deadlock to the checker), and all workers leave after close
//   invariant      while a worker rests, nobody searches, and nobody is on the way from one state to another: nothing
//                  is private, public or injected, and every want flag is set
//   the end        is not declared while a task runs, or anything is left
#pragma once

#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "models/idle/stand_in.hpp"
#include "wyn/lockfree/idle.hpp"
#include "wyn/sync/interrupt.hpp"

namespace wyn::models {

struct idle_shape {
  std::string name;
  unsigned workers;
  std::string outside;  // digits: push that task; d: wait until all have run; c: close; e: enter, and leave
  std::vector<std::string> spawned;  // by task: the tasks that it pushes when it runs, then ! to spin until they ran
  std::string first;                 // by worker: the task that it runs first, or -
  bool armed = true;                 // every want flag is set before: fewer heavy fences, which order everything
};

template <typename Queue, typename Injector>
class idle_program : public claim {
 public:
  explicit idle_program(const idle_shape& played) : played_(played), idle_(played.workers + 1) {}

  void before() override {
    for (unsigned i = 0; i < played_.workers; ++i) expect(idle_.enter(), "closed from the start");
    for (unsigned i = 0; i < played_.workers && played_.armed; ++i) static_cast<void>(queues_[i].want());
    for (const char c : played_.first) due_ += c != '-';
    for (const auto& tasks : played_.spawned) due_ += static_cast<unsigned>(tasks.size()) - tasks.ends_with('!');
    for (const char c : played_.outside) due_ += is_task(c);
  }

  void thread(unsigned index) override { index < played_.workers ? work(index) : act_outside(); }

  void after() override {
    expect(runs_ + refused_ >= due_, "a task was lost");
    expect(idle_.census().awake == 0 || ended_, "the census is wrong at the end");
  }

  void invariant() override {
    if (acting_ != 0 || idle_.census().searching != 0) return;
    bool rests = false;
    for (unsigned i = 0; i < played_.workers; ++i) rests |= resting_[i];
    if (!rests || ended_) return;
    for (unsigned i = 0; i < played_.workers; ++i) {
      expect(queues_[i].quiet(), "a worker rests beside work that nobody looks for");
    }
    expect(injector_.quiet(), "a worker rests beside an injected task");
  }

 private:
  static constexpr unsigned worker_limit = 2;
  static constexpr unsigned task_limit = 10;

  // What a worker shows to idle.
  struct watched {
    idle_program& program;
    unsigned worker;

    void want() noexcept {
      bool set = false;
      for (unsigned i = 0; i < program.played_.workers; ++i) set |= program.queues_[i].want();
      if (set) Queue::settle_wants();
    }
    bool quiet() noexcept {
      bool is_quiet = true;
      for (unsigned i = 0; i < program.played_.workers && is_quiet; ++i) is_quiet = program.queues_[i].quiet();
      is_quiet = is_quiet && program.injector_.quiet();
      if (program.going_to_sleep_[worker]) program.set_resting(worker, is_quiet);
      return is_quiet;
    }
  };

  // A thread is on its way from one state to another: what it leaves behind is not judged yet.
  struct acting {
    idle_program& program;
    explicit acting(idle_program& p) : program(p) { ++program.acting_; }
    ~acting() { --program.acting_; }
    acting(const acting&) = delete;
    acting& operator=(const acting&) = delete;
  };

  static bool is_task(char c) { return c >= '0' && c <= '9'; }
  static unsigned task_of(char c) { return static_cast<unsigned>(c - '0'); }

  void set_resting(unsigned worker, bool rests) {
    if (resting_[worker] == rests) return;
    resting_[worker] = rests;
    rests ? --acting_ : ++acting_;
  }

  void work(unsigned self) {
    self_[self] = {this, self};
    threads_[self] = sync::accept_interrupts(
        [](void* context) {
          auto* const interrupted = static_cast<worker_context*>(context);
          interrupted->program->expose(interrupted->worker);
        },
        &self_[self]);
    accepts_[self] = true;
    if (self < played_.first.size() && played_.first[self] != '-') run(self, task_of(played_.first[self]));
    for (unsigned task = find(self); (task = task == no_task ? search(self) : task) != no_task; task = find(self)) {
      run(self, task);
    }
  }

  [[nodiscard]] unsigned find(unsigned self) {
    unsigned task = queues_[self].take();
    if (task == no_task) task = injector_.pop();
    for (unsigned i = 1; i < played_.workers && task == no_task; ++i) {
      const unsigned victim = (self + i) % played_.workers;
      task = queues_[victim].steal();
      if (task == no_task && queues_[victim].has_private() && accepts_[victim]) ask(victim);
    }
    return task;
  }

  // A handler publishes the victim's private part.
  void ask(unsigned victim) {
    sync::interrupt(threads_[victim]);
    yield();
  }

  [[nodiscard]] unsigned search(unsigned self) {
    watched queues{*this, self};
    idle_.begin_search();
    for (;;) {
      const unsigned task = find(self);
      if (task != no_task) {
        const acting ending(*this);
        wakes_ += idle_.end_search(queues);
        return task;
      }
      if (go_to_sleep(self, queues) == rest::ended) return no_task;
    }
  }

  rest go_to_sleep(unsigned self, watched& queues) {
    const acting on_the_way(*this);
    going_to_sleep_[self] = true;
    note("worker %u goes to sleep", self);
    const rest answer = idle_.sleep(self, queues);
    set_resting(self, false);
    going_to_sleep_[self] = false;
    note("worker %u: %s", self, answer == rest::woken ? "woken" : answer == rest::found ? "found" : "ended");
    if (answer == rest::ended) {
      ended_ = true;
      expect(running_ == 0, "the end was declared while a task ran");
      expect(runs_ + refused_ == due_, "the end was declared with a task left");
    }
    return answer;
  }

  void run(unsigned self, unsigned task) {
    note("worker %u runs %u", self, task);
    expect(task < task_limit && !ran_[task], "a task ran twice");
    expect(!ended_, "a task runs after the end");
    ++running_;
    for (const char c : spawned_by(task)) c == '!' ? spin(task) : spawn(self, task_of(c));
    ran_[task] = true;
    flags_[task].store(1, sync::relaxed<"stand_in.run.flag">);
    --running_;
    if (++runs_ < due_) return;
    if (played_.outside.empty()) close();
    else done_.unpark();
  }

  [[nodiscard]] const std::string& spawned_by(unsigned task) const {
    static const std::string none;
    return task < played_.spawned.size() ? played_.spawned[task] : none;
  }

  void spawn(unsigned self, unsigned task) {
    note("worker %u pushes %u", self, task);
    const acting publishing(*this);
    if (queues_[self].push(task)) wakes_ += idle_.notify();
  }

  void expose(unsigned self) {
    note("worker %u is asked for its private tasks", self);
    const acting publishing(*this);
    if (queues_[self].expose()) wakes_ += idle_.notify();
  }

  // The task does not end before those that it pushed have run.
  void spin(unsigned task) {
    for (const char c : spawned_by(task)) {
      if (!is_task(c)) continue;
      while (flags_[task_of(c)].load(sync::relaxed<"stand_in.spin.flag">) == 0) yield();
    }
  }

  void act_outside() {
    for (const char c : played_.outside) {
      if (is_task(c)) inject(task_of(c));
      else if (c == 'd') wait_until_done();
      else if (c == 'c') close();
      else visit();
    }
  }

  void inject(unsigned task) {
    const acting publishing(*this);
    note("outside pushes %u", task);
    if (injector_.push(task)) wakes_ += idle_.notify();
    else ++refused_;
  }

  void wait_until_done() {
    done_.park();
    expect(runs_ == due_, "done before all tasks ran");
  }

  void close() {
    note("close");
    const acting closing(*this);
    injector_.close();
    wakes_ += idle_.close();
  }

  // A thread that enters in time is awake: no end before it leaves.
  void visit() {
    if (!idle_.enter()) return note("too late to enter");
    note("entered");
    ++running_;
    flags_[0].store(1, sync::relaxed<"stand_in.visit.step">);
    --running_;
    wakes_ += idle_.leave();
  }

  struct worker_context {
    idle_program* program;
    unsigned worker;
  };

  const idle_shape& played_;
  idle idle_;
  Queue queues_[worker_limit];
  Injector injector_;
  parker done_;
  sync::atomic<std::uint32_t> flags_[task_limit]{sync::atomic<std::uint32_t>{0}, sync::atomic<std::uint32_t>{0},
                                                 sync::atomic<std::uint32_t>{0}, sync::atomic<std::uint32_t>{0},
                                                 sync::atomic<std::uint32_t>{0}, sync::atomic<std::uint32_t>{0},
                                                 sync::atomic<std::uint32_t>{0}, sync::atomic<std::uint32_t>{0},
                                                 sync::atomic<std::uint32_t>{0}, sync::atomic<std::uint32_t>{0}};

  // What really happened, kept where it orders nothing.
  worker_context self_[worker_limit]{};
  sync::interruptible threads_[worker_limit]{};
  bool accepts_[worker_limit]{};
  bool going_to_sleep_[worker_limit]{};
  bool resting_[worker_limit]{};
  bool ran_[task_limit]{};
  unsigned acting_ = 0;
  unsigned running_ = 0;
  unsigned runs_ = 0;
  unsigned refused_ = 0;
  unsigned due_ = 0;
  std::size_t wakes_ = 0;
  bool ended_ = false;
};

/// The model `idle.<claim>.<shape's name>`.
template <typename Queue = queue_stand_in, typename Injector = injector_stand_in>
[[nodiscard]] model idle_model(const std::string& claim_name, const std::string& statement, const idle_shape& played) {
  model made{"idle." + claim_name + "." + played.name, statement, played.workers + (played.outside.empty() ? 0 : 1),
             [played]() -> claim* { return new idle_program<Queue, Injector>(played); }};
  made.large = played.workers > 1;
  return made;
}

}  // namespace wyn::models
