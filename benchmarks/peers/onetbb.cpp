// oneTBB: task_group, parallel_for, parallel_sort in an arena; enqueue from outside.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct onetbb_peer {
  static constexpr abilities has{true, true, true, true, true};

  class team {
   public:
    explicit team(unsigned threads)
        : allowed_(tbb::global_control::max_allowed_parallelism, threads), arena_(static_cast<int>(threads)) {}
    template <typename Body>
    void run(Body body) {
      arena_.execute(body);
    }

   private:
    const tbb::global_control allowed_;  // else no more threads than there are processors
    tbb::task_arena arena_;
  };

  class pool {
   public:
    explicit pool(unsigned threads)
        : allowed_(tbb::global_control::max_allowed_parallelism, threads + 1), arena_(static_cast<int>(threads), 0) {}
    template <typename Body>
    void spawn(Body body) {
      arena_.enqueue(std::move(body));
    }

   private:
    const tbb::global_control allowed_;  // else one worker less than there are processors
    tbb::task_arena arena_;
  };

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      inner_.run(std::move(body));
    }
    void wait() { inner_.wait(); }

   private:
    tbb::task_group inner_;
  };

  template <typename First, typename Second>
  static void both(First first, Second second) {
    tbb::task_group other;
    other.run(std::move(second));
    first();
    other.wait();
  }
  template <typename Body>
  static void for_each(std::size_t count, Body body) {
    tbb::parallel_for(std::size_t{0}, count, body);
  }
  template <typename Iterator>
  static void sort(Iterator first, Iterator last) {
    tbb::parallel_sort(first, last);
  }
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::onetbb_peer>(argc, argv);
}
