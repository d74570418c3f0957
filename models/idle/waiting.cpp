// holds: a thread that waits for a group learns of its group's tasks, and two that wait do not wake each other for ever.
#include "models/idle/directed.hpp"

namespace wyn::models::waiting {
namespace {

constexpr auto statement = "a waiting thread gets its group's task though others take it out and put it back";

// Thread i waits for task i; a stranger is put back, and whom it concerns is told, or all others if that is not known. The
// last thread publishes.
template <unsigned Waiters, bool Known = true>
class waiters : public directed {
 public:
  // A task that nobody here may run stays. Two that tell each other of it would go on for ever.
  void before() override {
    if (Known || Waiters == 1) publish(Waiters);
  }

  void thread(unsigned index) override {
    if (index < Waiters) return wait_for(index);
    // Late: a random search hardly ever lets a waiter look before.
    for (unsigned step = 0; !Known && Waiters == 1 && step < 64; ++step) static_cast<void>(idle_.census());
    for (unsigned task = Waiters; task > 0; --task) publish(task - 1);
  }

  void after() override { expect(taken_ == Waiters, "a task was lost"); }

 private:
  void publish(unsigned task) {
    expect(injector_.push(task), "closed");
    idle_.notify();
  }

  void wait_for(unsigned own) {
    watched queues{*this};
    bool mine = search(own);
    while (!mine) idle_.wait(own, queues, [&] { return mine = mine || search(own); });
    ++taken_;
  }

  // Takes out what is there up to its own task, and puts the others back.
  bool search(unsigned own) {
    ++searches_;
    expect(searches_ < search_limit, "waiting threads wake each other");
    unsigned strangers[Waiters + 1];
    unsigned count = 0;
    unsigned task = injector_.pop();
    for (; task != no_task && task != own; task = injector_.pop()) strangers[count++] = task;
    for (unsigned i = 0; i < count; ++i) {
      expect(injector_.push(strangers[i]), "closed");
      if (Known) idle_.notify_returned(strangers[i] < Waiters ? strangers[i] : idle::no_slot);
      else expect(idle_.notify_others(own) == 0 || Waiters > 1, "a waiting thread wakes itself");
    }
    return task == own;
  }

  // Each publication and each task put back wakes a thread at most once; that two take each other's task out again and
  // again, in step, is not excluded but rare.
  static constexpr unsigned search_limit = 40;
  unsigned taken_ = 0;
  unsigned searches_ = 0;
};

// The want flag is set already. The owner answers it with task 0, a stranger's, and pushes the awaited task 1, which stays
// private unless the waiting thread has set the flag anew: what it saw set before its fence does not count.
class behind_a_stranger : public directed {
 public:
  void before() override { arm(); }

  void thread(unsigned index) override {
    if (index == 0) return wait_for_it();
    for (const unsigned task : {0U, 1U}) {
      if (queue_.push(task)) idle_.notify();
    }
  }

 private:
  void wait_for_it() {
    watched queues{*this};
    bool over = false;
    while (!over) idle_.wait(0, queues, [&] { return over = search(); });
  }

  // Task 0 has found who runs it. Seen private work is enough: the owner is asked for it, which other models show.
  bool search() {
    unsigned task = queue_.steal();
    while (task == 0) task = queue_.steal();
    return task == 1 || queue_.has_private();
  }
};

// A wait that is over at once has set the want flag. The sleeper that saw it set has no heavy fence of its own, so it may
// overlook the task that the owner has pushed before, and runs on beside.
class over_at_once : public directed {
 public:
  void before() override { add_searchers(1); }

  void thread(unsigned index) override {
    watched queues{*this};
    if (index == 0) return idle_.wait(0, queues, [] { return true; });
    if (index == 1) return sleep_until_there_is_something();
    if (queue_.push(0)) idle_.notify();
  }

 private:
  // Private work is asked for, which other models show.
  void sleep_until_there_is_something() {
    watched queues{*this};
    while (queue_.steal() == no_task && !queue_.has_private()) static_cast<void>(idle_.sleep(1, queues));
  }
};

constexpr auto left_to_it = "whoever left a look to a thread that waits sleeps only if that thread has looked";
const registration beside_a_sleeper{directed_model<over_at_once>("waiting.over_at_once", left_to_it, 3)};

const registration alone{directed_model<waiters<1>>("waiting.alone", statement, 2)};
const registration alone_unknown{directed_model<waiters<1, false>>("waiting.alone_unknown", statement, 2)};
const registration unknown{endless(directed_model<waiters<2, false>>("waiting.unknown", statement, 3))};
const registration among_others{endless(directed_model<waiters<2>>("waiting.among_others", statement, 3))};
const registration beside_a_want{directed_model<behind_a_stranger>("waiting.beside_a_want", statement, 2)};

}  // namespace
}  // namespace wyn::models::waiting
