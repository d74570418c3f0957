// wyn, as a peer of its own comparison.
#include <functional>

#include "benchmarks/peers/protocol.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/algorithms/parallel_sort.hpp"
#include "wyn/future.hpp"
#include "wyn/lockfree/deque.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::benchmarks {
namespace {

struct wyn_peer {
  static constexpr abilities has{true, true, true, true, true, true};

  static scheduler*& here() {
    static scheduler* workers = nullptr;
    return workers;
  }

  class team {
   public:
    explicit team(unsigned threads) : alone_(threads == 1), workers_({.workers = alone_ ? 1 : threads - 1}) {
      here() = &workers_;
    }
    template <typename Body>
    void run(Body body) {
      // A scheduler has a worker of its own, so one thread alone is that one.
      if (alone_) return async(workers_, std::ref(body)).get();
      const auto seat = workers_.attach();
      body();
    }

   private:
    const bool alone_;
    scheduler workers_;
  };

  class pool {
   public:
    explicit pool(unsigned threads) : workers_({.workers = threads}) { here() = &workers_; }
    template <typename Body>
    void spawn(Body body) {
      workers_.spawn(std::move(body));
    }
    template <typename Make>
    void spawn_bulk(std::size_t count, Make make) {
      workers_.spawn_bulk(count, make);
    }

   private:
    scheduler workers_;
  };

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      inner_.spawn(std::move(body));
    }
    void wait() { inner_.wait(); }

   private:
    task_group inner_{*here()};
  };

  class queue {
   public:
    void push(std::uint64_t number) { owner_.push(number); }
    std::uint64_t take() { return owner_.take().value_or(0); }
    std::uint64_t steal() {
      const auto stolen = thief_.steal();
      return stolen.got() ? stolen.element : 0;
    }
    void steal_batch(queue& own) { thief_.steal_batch(own.owner_); }
    [[nodiscard]] bool empty() const { return inner_.size_hint() == 0; }

   private:
    deque<std::uint64_t> inner_;
    deque<std::uint64_t>::owner owner_ = inner_.get_owner();
    deque<std::uint64_t>::thief thief_ = inner_.get_thief();
  };

  template <typename First, typename Second>
  static void both(First first, Second second) {
    parallel_invoke(first, second);
  }
  template <typename Body>
  static void for_each(std::size_t count, Body body) {
    parallel_for(*here(), std::size_t{0}, count, body);
  }
  template <typename Iterator>
  static void sort(Iterator first, Iterator last) {
    parallel_sort(*here(), first, last);
  }
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::wyn_peer>(argc, argv);
}
