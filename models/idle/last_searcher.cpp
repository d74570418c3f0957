// holds: what is published beside a searcher is looked for, though that searcher finds something else and never looks again.
#include "models/idle/directed.hpp"

namespace wyn::models::last_searcher {
namespace {

class leaving : public directed {
 public:
  void before() override {
    arm();
    add_searchers(2);
  }

  void thread(unsigned index) override {
    watched queues{*this};
    if (index == 0) {
      idle_.end_search(queues);  // it has a task, and runs on for ever
    } else if (index == 1) {
      expect(get_task(1) == 0, "the wrong task");
    } else {
      publish();
    }
  }

 protected:
  virtual void publish() {
    expect(injector_.push(0), "closed");
    idle_.notify();
  }
};

// An owner that pushes once beside the same: private, so the sleeper must see it, or behind a want, so it is published.
class leaving_an_owner : public directed {
 public:
  void before() override { add_searchers(2); }

  void thread(unsigned index) override {
    watched queues{*this};
    if (index == 0) idle_.end_search(queues);
    else if (index == 1) look_for_it();
    else if (queue_.push(0)) idle_.notify();
  }

 private:
  // Sees that there is private work: the owner is asked for it, which other models show.
  void look_for_it() {
    watched queues{*this};
    while (!queue_.has_private() && queue_.steal() == no_task) static_cast<void>(idle_.sleep(1, queues));
  }
};

constexpr auto statement = "work that is published beside a searcher has a searcher, or is published for one";
const registration injected{endless(directed_model<leaving>("last_searcher.injected", statement, 3))};
const registration pushed{endless(directed_model<leaving_an_owner>("last_searcher.pushed", statement, 3))};

}  // namespace
}  // namespace wyn::models::last_searcher
