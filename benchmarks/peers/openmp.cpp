// OpenMP tasks: libgomp with g++, libomp with clang++. It has no way to hand in work from outside.
#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct openmp_peer {
  static constexpr abilities has{true, true, false, true, false};

  class team {
   public:
    explicit team(unsigned threads) : threads_(static_cast<int>(threads)) {}
    template <typename Body>
    void run(Body body) {
#pragma omp parallel num_threads(threads_)
#pragma omp single
      body();
    }

   private:
    const int threads_;
  };

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
#pragma omp task firstprivate(body)
      body();
    }
    void wait() {
#pragma omp taskwait
    }
  };

  template <typename First, typename Second>
  static void both(First first, Second second) {
#pragma omp task shared(second)
    second();
    first();
#pragma omp taskwait
  }
  template <typename Body>
  static void for_each(std::size_t count, Body body) {
#pragma omp taskloop
    for (std::size_t i = 0; i < count; ++i) body(i);
  }
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::openmp_peer>(argc, argv);
}
