// Taskflow, from a checkout: task groups of its executor; asyncs from outside.
#include <taskflow/taskflow.hpp>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct taskflow_peer {
  static constexpr abilities has{.forks = true, .groups = true, .pool = true};

  static tf::Executor*& here() {
    static tf::Executor* executor = nullptr;
    return executor;
  }

  // All threads are workers; the calling one waits.
  class team {
   public:
    explicit team(unsigned threads) : executor_(threads) { here() = &executor_; }
    template <typename Body>
    void run(Body body) {
      executor_.async(std::ref(body)).get();
    }

   private:
    tf::Executor executor_;
  };

  class pool {
   public:
    explicit pool(unsigned threads) : executor_(threads) { here() = &executor_; }
    template <typename Body>
    void spawn(Body body) {
      executor_.silent_async(std::move(body));
    }

   private:
    tf::Executor executor_;
  };

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      inner_.silent_async(std::move(body));
    }
    void wait() { inner_.corun(); }

   private:
    tf::TaskGroup inner_ = here()->task_group();
  };

  template <typename First, typename Second>
  static void both(First first, Second second) {
    group other;
    other.spawn(std::move(second));
    first();
    other.wait();
  }
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::taskflow_peer>(argc, argv);
}
