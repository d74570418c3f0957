// No scheduler: what the same work takes when it is called, by one thread.
#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct plain_peer {
  static constexpr abilities has{true, true, false, true, true};

  using team = calling_thread;
  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      body();
    }
    void wait() {}
  };
  template <typename First, typename Second>
  static void both(First first, Second second) {
    first();
    second();
  }
  template <typename Body>
  static void for_each(std::size_t count, Body body) {
    for (std::size_t i = 0; i < count; ++i) body(i);
  }
  template <typename Iterator>
  static void sort(Iterator first, Iterator last) {
    std::sort(first, last);
  }
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::plain_peer>(argc, argv);
}
