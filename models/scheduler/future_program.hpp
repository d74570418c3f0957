// future_program: what a task does with futures, written as a word. The workers, the tasks and their state are those that
// ship; what future.cpp adds to them is a check of who waits.
//
//   a   make a future: queue its task          b   the same; beside the waiting worker it runs on until a value is taken
//   n   a `then` of it: its task listens to the last one, or is queued
//   c   make a future whose task waits for one of another chain, whose task runs on until the next of its chain has run
//   w   wait for the last one and take it      d   the same with a sleep that ends at any time
//   l   leave it                               s   spawn a stranger
//   k   stop the futures                       K   spawn a stranger that does so
//   A   gather all into one, wait for it and take each        L   gather them and leave the result
//   Y   gather two, wait for the first, take it, wait for the other        V   the same, and leave the other
//   Z   gather them for the first and leave the result
// Every shape asserts, in every execution:
//   exactly once    each task runs once, or is cancelled if the scheduler abandons or it is stopped, and its closure is
//                   destroyed once
//   value           who takes a future sees what its tasks did, and a `then` sees what came before it; there is an exception
//                   instead if and only if one of them did not run
//   own stack       while it waits the worker runs tasks of the awaited chain only
//   freed           each state is freed, once (the checker)
//   progress        nobody is left asleep, and the workers leave after the close
#pragma once

#include <algorithm>
#include <exception>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/runtime/async_task.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/records.hpp"
#include "wyn/runtime/spawned_task.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/plain.hpp"
#include "wyn/when_all.hpp"
#include "wyn/when_any.hpp"

namespace wyn::models {

class future_program : public claim {
 public:
  explicit future_program(const std::string& word, bool abandons)
      : word_(word), abandons_(abandons), crew_({workers_of(word), 0, 1, {}}) {}

  [[nodiscard]] static bool nests(const std::string& word) { return word.find('c') != std::string::npos; }
  [[nodiscard]] static unsigned workers_of(const std::string& word) { return nests(word) ? 3 : 2; }

  void before() override {
    const pools mine(*this);
    for (unsigned i = 0; i < crew_.workers(); ++i) expect(crew_.sleepers().enter(), "closed from the start");
    expect(crew_.inject([&]() -> runtime::task& { return spawned([this] { play(); }); }), "closed from the start");
  }

  void thread(unsigned index) override {
    const pools mine(*this);
    runtime::worker& seat = crew_.at(index);
    seat.sit_down();
    seat.work();
    seat.stand_up();
  }

  void after() override {
    expect(strangers_ == spawned_strangers_ || abandons_, "a stranger is lost");
    for (unsigned link = 0; link < links_; ++link) {
      expect(ended_[link] == 1, "a closure is not destroyed once");
      expect(runs_[link] == 1 || may_drop(), "a task did not run");
    }
  }

 private:
  static constexpr unsigned most = 3;

  class pools {
   public:
    explicit pools(future_program& program) : mine_(program.depots_) {
      sync::per_thread<runtime::worker, runtime::worker*>() = nullptr;
      sync::per_thread<runtime::thread_records, runtime::thread_records*>() = &mine_;
    }
    ~pools() { sync::per_thread<runtime::thread_records, runtime::thread_records*>() = nullptr; }
    pools(const pools&) = delete;
    pools& operator=(const pools&) = delete;

   private:
    runtime::thread_records mine_;
  };

  // Makes the value of one link from the future before it, which it owns.
  class link_body {
   public:
    link_body(future_program& program, unsigned link, runtime::future_state<unsigned>* before)
        : program_(&program), link_(link), before_(before) {}
    link_body(link_body&& from) noexcept
        : program_(std::exchange(from.program_, nullptr)), link_(from.link_), before_(from.before_) {}
    link_body(const link_body&) = delete;
    link_body& operator=(const link_body&) = delete;
    ~link_body() {
      if (program_ == nullptr) return;
      static_cast<void>(program_->next_ran_.get());  // others may run before it has ended
      ++program_->ended_[link_];
      if (before_ != nullptr) before_->leave();
    }
    unsigned operator()() { return program_->run(link_, std::exchange(before_, nullptr)); }

   private:
    future_program* program_;
    unsigned link_;
    runtime::future_state<unsigned>* before_;
  };
  using link_task = runtime::async_task<runtime::stoppable<link_body>>;

  template <typename Body>
  runtime::task& spawned(Body body) {
    return *runtime::spawned_task<Body>::make(std::move(body), nullptr, {});
  }
  static runtime::worker& self() { return *runtime::worker::current(); }

  void play() {
    runtime::future_state<unsigned>* last = nullptr;
    for (const char letter : word_) {
      if (letter == 'a' || letter == 'b' || letter == 'c') last = &begin(letter == 'b');
      else if (letter == 'n') last = &follow(*last);
      else if (letter == 's' || letter == 'K') spawn_stranger(letter == 'K');
      else if (letter == 'k') stop_.request_stop();
      else if (letter == 'w' || letter == 'd') wait(*last, letter == 'd');
      else if (letter == 'l') last->leave();
      else if (letter == 'A' || letter == 'L') gather_all(letter == 'L');
      else if (letter == 'Y' || letter == 'V' || letter == 'Z') gather_any(letter);
      else expect(false, "a shape has a letter that means nothing");
    }
    crew_.close(abandons_);
  }

  runtime::future_state<unsigned>& begin(bool runs_on) {
    runs_on_[links_] = runs_on;
    link_task& made = *link_task::make(chain, link_body(*this, links_, nullptr), stop_.get_token());
    made_[links_] = &made;
    payload_[links_++].set(1);
    self().push(made);
    return made;
  }
  template <typename Body>
  static runtime::async_task<Body>& queue_in_another_chain(Body body) {
    auto& made = *runtime::async_task<Body>::make(other_chain, std::move(body));
    self().push(made);
    return made;
  }
  void wait_for_another_chain() {
    auto& middle = queue_in_another_chain([this] { return run_on_beside_the_next(); });
    self().wait(middle, {&other_chain, 1});
    expect(middle.take() == 2, "a future of another chain has another value");
    middle.free();
  }
  unsigned run_on_beside_the_next() {
    auto& next = queue_in_another_chain([this] {
      next_ran_.set(true);
      return 1U;
    });
    next.leave();
    while (!next_ran_.get()) yield();
    return 2;
  }
  runtime::future_state<unsigned>& follow(runtime::future_state<unsigned>& before) {
    link_task& made = *link_task::make(chain, link_body(*this, links_, &before), stop_.get_token());
    payload_[links_++].set(1);
    if (!before.meeting().listen(made)) self().push(made);
    return made;
  }
  void spawn_stranger(bool stops) {
    ++spawned_strangers_;
    self().push(spawned([this, stops] {
      if (stops) stop_.request_stop();
      expect(&self() != waits_, "a waiting worker runs a stranger");
      ++strangers_;
    }));
  }
  void wait(runtime::future_state<unsigned>& last, bool limited) {
    waits_ = &self();
    if (limited) expect(self().wait_until(sync::time_point::max(), last, {&chain, 1}), "a wait ends too early");
    else self().wait(last, {&chain, 1});
    waits_ = nullptr;
    const bool failed = last.take_thrown() != nullptr;
    expect(failed == (std::count(runs_, runs_ + links_, 1U) < links_),
           "a future fails, or one of its tasks does not run");
    expect(!failed || may_drop(), "a future fails");
    if (!failed) {
      expect(last.take() == links_, "a future has another value");
      expect(payload_[links_ - 1].get() == 2, "what the awaited task did is not visible");
    }
    last.free();
  }

  // Gathering looks at no scheduler; it compares its address.
  std::vector<future<unsigned>> all_made() {
    std::vector<future<unsigned>> all;
    for (unsigned link = 0; link < links_; ++link) all.push_back(taker_of(*made_[link]));
    return all;
  }
  template <typename T>
  future<T> taker_of(runtime::future_state<T>& made) {
    return runtime::future_access::make<T>(made, reinterpret_cast<scheduler&>(crew_), runtime::chain_set(chain));
  }
  template <typename T>
  T wait_for(future<T> awaited) {
    waits_ = &self();
    self().wait(runtime::future_access::core(awaited), {&chain, 1});
    waits_ = nullptr;
    return awaited.get();
  }
  void take(future<unsigned> ready) {
    expect(ready.is_ready() && ready.get() == 1, "a gathered future has another value");
    ++taken_;
    some_taken_.set(true);
  }

  void gather_all(bool left) {
    auto gathered = runtime::gather_all(reinterpret_cast<scheduler&>(crew_), all_made());
    if (left) return;
    for (future<unsigned>& one : wait_for(std::move(gathered))) take(std::move(one));
    expect(taken_ == links_, "a gathered future is lost");
  }
  void gather_any(char how) {
    auto gathered = runtime::gather_any(reinterpret_cast<scheduler&>(crew_), all_made());
    if (how == 'Z') return;
    auto [index, futures] = wait_for(std::move(gathered));
    take(std::move(futures[index]));
    if (how == 'Y') expect(wait_for(std::move(futures[1 - index])) == 1, "the other future has another value");
  }

  [[nodiscard]] bool may_drop() const { return abandons_ || stop_.stop_requested(); }

  unsigned run(unsigned link, runtime::future_state<unsigned>* before) {
    ++runs_[link];
    expect(payload_[link].get() == 1, "a task does not see what its maker did");
    unsigned value = 1;
    if (nests(word_)) wait_for_another_chain();
    if (before != nullptr) {
      expect(before->meeting().is_ready(), "a `then` runs before its value is there");
      if (std::exception_ptr thrown = before->take_thrown()) {
        before->free();
        std::rethrow_exception(std::move(thrown));
      }
      expect(payload_[link - 1].get() == 2, "a `then` does not see what came before it");
      value += before->take();
      before->free();
    }
    while (runs_on_[link] && !some_taken_.get() && &self() != waits_) yield();
    payload_[link].set(2);
    return value;
  }

  static constexpr runtime::family_id chain = 1;
  static constexpr runtime::family_id other_chain = 3;

  const std::string& word_;
  const bool abandons_;
  pool_depots depots_;
  runtime::crew crew_;
  runtime::future_state<unsigned>* made_[most]{};
  sync::plain<unsigned> payload_[most];
  hint<bool> some_taken_;
  hint<bool> next_ran_;
  std::stop_source stop_;

  // What really happened, kept where it orders nothing.
  const runtime::worker* waits_ = nullptr;
  unsigned links_ = 0;
  unsigned strangers_ = 0;
  unsigned spawned_strangers_ = 0;
  unsigned taken_ = 0;
  bool runs_on_[most]{};
  unsigned runs_[most]{};
  unsigned ended_[most]{};
};

/// The model `scheduler.future.<word>`.
[[nodiscard]] inline model future_model(const std::string& statement, const std::string& word, bool abandons = false) {
  return {"scheduler.future." + word + (abandons ? ".abandoned" : ""),
          statement,
          future_program::workers_of(word),
          [word, abandons]() -> claim* {
            sync::never_fail_allocation();
            return new future_program(word, abandons);
          },
          expectation::holds,
          false,
          true};
}

}  // namespace wyn::models
