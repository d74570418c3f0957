// How long push and take need without a thief, through wyn and hand-written, and the ratio.
//
//   deque_push_take [--rounds N]
//
// The two alternate within one run, so that a change of the machine's speed meets both. Nothing is asserted about the
// time; that the code is the same is same_code.py's to say.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <vector>

#include "benchmarks/deque/hand_written.hpp"
#include "wyn/lockfree/deque.hpp"

namespace hand_written {

void* allocate(std::size_t size, std::size_t alignment) {
  return ::operator new (size, std::align_val_t{alignment});
}

void deallocate(void* memory, std::size_t, std::size_t alignment) noexcept {
  ::operator delete (memory, std::align_val_t{alignment});
}

}  // namespace hand_written

namespace {

// A handle as wyn has it: the deque is behind a pointer for both.
struct hand_written_owner {
  hand_written::deque<int*>* of;
  void push(int* element) { of->push(element); }
  [[nodiscard]] std::optional<int*> take() noexcept { return of->take(); }
};

using clock_type = std::chrono::steady_clock;

constexpr int burst = 16;  // elements inside at most
constexpr int bursts_per_round = 20'000;
constexpr std::size_t capacity = 64;

// Nanoseconds per push and take. The number of elements that come out is checked.
template <typename Owner>
double time_round(Owner& owner, int* element) {
  long came_out = 0;
  const auto start = clock_type::now();
  for (int i = 0; i < bursts_per_round; ++i) {
    for (int k = 0; k < burst; ++k) owner.push(element);
    for (int k = 0; k < burst; ++k) came_out += owner.take().has_value() ? 1 : 0;
  }
  const std::chrono::duration<double, std::nano> spent = clock_type::now() - start;
  constexpr long pairs = long{burst} * bursts_per_round;
  if (came_out != pairs) {
    std::fprintf(stderr, "%ld of %ld elements came out\n", came_out, pairs);
    std::exit(1);
  }
  return spent.count() / static_cast<double>(pairs);
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

double minimum(const std::vector<double>& times) {
  return *std::min_element(times.begin(), times.end());
}

long parse_rounds(int argc, char** argv) {
  if (argc == 1) return 201;
  char* end = nullptr;
  const long rounds = argc == 3 && std::strcmp(argv[1], "--rounds") == 0 ? std::strtol(argv[2], &end, 10) : 0;
  if (rounds >= 1 && *end == '\0') return rounds;
  std::fprintf(stderr, "usage: deque_push_take [--rounds N], N from 1\n");
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  const long rounds = parse_rounds(argc, argv);
  int element = 0;
  wyn::deque<int*> ours{{.capacity = capacity}};
  auto our_owner = ours.get_owner();
  hand_written::deque<int*> theirs{capacity};
  hand_written_owner their_owner{&theirs};
  static_cast<void>(time_round(our_owner, &element));
  static_cast<void>(time_round(their_owner, &element));

  std::vector<double> our_times, their_times;
  for (long round = 0; round < rounds; ++round) {
    our_times.push_back(time_round(our_owner, &element));
    their_times.push_back(time_round(their_owner, &element));
  }
  std::printf("push+take without a thief, ns, %ld alternating rounds of %d pairs\n", rounds, burst * bursts_per_round);
  std::printf("               median  minimum\n");
  std::printf("wyn          %8.2f %8.2f\n", median(our_times), minimum(our_times));
  std::printf("hand-written %8.2f %8.2f\n", median(their_times), minimum(their_times));
  std::printf("ratio        %8.3f %8.3f\n", median(our_times) / median(their_times),
              minimum(our_times) / minimum(their_times));
  return 0;
}
