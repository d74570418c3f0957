// holds: after close, all that was accepted is run, then every worker leaves; none leaves before.
#include "models/idle/directed.hpp"
#include "models/idle/program.hpp"

namespace wyn::models::the_end {
namespace {

constexpr auto statement = "after close everything accepted runs, then every worker leaves";

const registration of_two{idle_model("the_end", statement, {"of_two", 2, "0c", {"1"}, ""})};

// Closed before: the last to sleep declares the end, and the other one learns of it, though it was chosen meanwhile.
class together : public directed {
 public:
  void before() override {
    add_searchers(2);
    idle_.close();
  }
  void thread(unsigned index) override {
    if (index == 2) {
      for (unsigned i = 0; i < 6; ++i) idle_.notify();
    } else {
      sleep_until_the_end(index * slots_of_a_word);
    }
  }

 private:
  static constexpr std::size_t slots_of_a_word = 64;
};
const registration of_nothing{endless(directed_model<together>("the_end.of_nothing", statement, 3))};

// Who enters in time is waited for; who comes too late has changed nothing.
class entry : public directed {
 public:
  void before() override { add_searchers(1); }

  void thread(unsigned index) override {
    if (index == 0) {
      sleep_until_the_end(0);
      ended_ = true;
      expect(!inside_, "the end was declared beside a thread that had entered");
    } else if (index == 1) {
      visit();
    } else {
      idle_.close();
    }
  }

 private:
  void visit() {
    if (!idle_.enter()) return;
    expect(!ended_, "a thread enters after the end");
    inside_ = true;
    // Long enough for an end that is under way to arrive.
    for (unsigned step = 0; step < 10; ++step) {
      step_.store(step, sync::relaxed<"stand_in.entry.step">);
      expect(!ended_, "the end was declared beside a thread that had entered");
    }
    inside_ = false;
    idle_.leave();
  }

  sync::atomic<std::uint32_t> step_{0};
  bool inside_ = false;
  bool ended_ = false;
};
const registration beside_an_entry{endless(directed_model<entry>("the_end.beside_an_entry", statement, 3))};

// The last task is accepted, and the injector refuses from then on, in one step: who knows of the close sees the task.
class accepted : public directed {
 public:
  void before() override { add_searchers(1); }

  void thread(unsigned index) override {
    if (index == 1) {
      injector_.push_last(0);
      idle_.close();
    } else {
      expect(get_injected(0) == 0, "the end was declared beside a task that was accepted");
    }
  }
};
const registration just_before{directed_model<accepted>("the_end.just_before", statement, 2)};

// Two workers share what is left; the one that finds nothing must not declare the end while the other one runs.
class other_runs : public directed {
 public:
  void before() override {
    add_searchers(2);
    expect(injector_.push(0), "closed from the start");
    injector_.close();
    idle_.close();
  }

  void thread(unsigned index) override {
    watched_injector queues{*this};
    // Announces itself before it finds anything: the other one may have announced itself, too.
    bool over = idle_.sleep(index, queues) == rest::ended;
    while (!over && get_injected(index) != no_task) {
      expect(!ended_, "a task runs after the end");
      running_ = true;
      idle_.end_search(queues);
      // Long enough for an end that is under way to arrive.
      for (unsigned step = 0; step < 10; ++step) {
        step_.store(step, sync::relaxed<"stand_in.other_runs.step">);
        expect(!ended_, "the end was declared while a task ran");
      }
      running_ = false;
      idle_.begin_search();
    }
    ended_ = true;
    expect(!running_, "the end was declared while a task ran");
  }

 private:
  sync::atomic<std::uint32_t> step_{0};
  bool running_ = false;
  bool ended_ = false;
};
const registration while_one_runs{endless(directed_model<other_runs>("the_end.while_one_runs", statement, 2))};

}  // namespace
}  // namespace wyn::models::the_end
