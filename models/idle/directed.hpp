// directed: programs of a few calls, each made for one handshake, so that a search meets the narrow moment often.
#pragma once

#include "models/engine/engine.hpp"
#include "models/idle/stand_in.hpp"
#include "wyn/lockfree/idle.hpp"

namespace wyn::models {

/// Queues that never have anything, nor anything to ask for: only idle's own steps are left.
struct nothing {
  void want() noexcept {}
  bool quiet() noexcept { return true; }
};

/// What the directed programs have in common: one queue, and the injector.
class directed : public claim {
 public:
  struct watched {
    directed& program;
    void want() noexcept {
      if (program.queue_.want()) queue_stand_in::settle_wants();
    }
    bool quiet() noexcept { return program.queue_.quiet() && program.injector_.quiet(); }
  };

  struct watched_injector {
    directed& program;
    void want() noexcept {}
    bool quiet() noexcept { return program.injector_.quiet(); }
  };

 protected:
  // The want flag is set already: no heavy fence, which would order what idle must order.
  void arm() { static_cast<void>(queue_.want()); }

  // Enters and searches: a worker that found nothing so far.
  void add_searchers(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      expect(idle_.enter(), "closed from the start");
      idle_.begin_search();
    }
  }

  // Searches and sleeps until it gets a task, or the end has come (no_task).
  unsigned get_task(std::size_t slot) {
    watched queues{*this};
    for (;;) {
      unsigned task = injector_.pop();
      if (task == no_task) task = queue_.steal();
      if (task != no_task) return task;
      if (idle_.sleep(slot, queues) == rest::ended) return no_task;
    }
  }

  // The same with the injector only.
  unsigned get_injected(std::size_t slot) {
    watched_injector queues{*this};
    for (;;) {
      const unsigned task = injector_.pop();
      if (task != no_task || idle_.sleep(slot, queues) == rest::ended) return task;
    }
  }

  void sleep_until_the_end(std::size_t slot) {
    nothing queues;
    while (idle_.sleep(slot, queues) != rest::ended) {
    }
  }

  idle idle_{65};  // two words of the sets
  queue_stand_in queue_;
  injector_stand_in injector_;
};

template <typename Program>
[[nodiscard]] model directed_model(const std::string& name, const std::string& statement, unsigned threads) {
  return {"idle." + name, statement, threads, []() -> claim* { return new Program; }};
}

}  // namespace wyn::models
