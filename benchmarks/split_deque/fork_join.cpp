// What the split deque costs when nobody steals: push+take in ns, and a fork per call of fib against the plain call.
//
//   split_deque_fork_join [--n N] [--rounds N] [--thieves N]
//
// The fork is the smallest that a scheduler could have: a record on the stack, its address pushed, the first branch
// called, the newest element taken and compared with the record. Rounds alternate; results are checked.
// With thieves, other threads steal and run the records; the caller waits for a stolen child without helping.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "benchmarks/split_deque/plain_fib.hpp"
#include "wyn/lockfree/split_deque.hpp"
#include "wyn/sync/thread.hpp"

namespace {

struct worker;

struct record {
  record(void (*body)(record&, worker&), unsigned argument) noexcept : run(body), n(argument) {}
  void (*run)(record&, worker&);
  wyn::sync::atomic<std::uint32_t> done{0};
  unsigned n;
  std::uint32_t index;   // in the queue; here and not in a register that each call would save
  std::uint64_t result;  // once done
};

using queue = wyn::split_deque<record*, 4096>;

struct worker {
  queue tasks;
  std::vector<worker*> victims;
  std::uint64_t full = 0;
  std::uint64_t stolen = 0;
};

std::uint64_t fork_fib(unsigned n, worker& self);

void run_fib(record& child, worker& self) {
  child.result = fork_fib(child.n, self);
  child.done.store(1, wyn::sync::release<"benchmark.run.done">);
}

bool steal_one(worker& self) {
  for (worker* victim : self.victims) {
    record* stolen = nullptr;
    if (victim->tasks.get_thief().steal(&stolen).what != wyn::split_steal::outcome::got) continue;
    ++self.stolen;
    stolen->run(*stolen, self);
    return true;
  }
  return false;
}

// Nothing is ever left above a child here, so it was stolen.
[[gnu::noinline, gnu::cold]] void await(record& child, worker& self) {
  while (child.done.load(wyn::sync::acquire<"benchmark.await.done">) == 0) {
    if (!steal_one(self)) wyn::sync::yield_this_thread();
  }
}

[[gnu::noinline]] std::uint64_t fork_fib(unsigned n, worker& self) {
  if (n < 2) return n;
  record child{run_fib, n - 2};
  auto owner = self.tasks.get_owner();
  if (owner.push(&child, child.index) == wyn::split_push::full) [[unlikely]] {
    ++self.full;
    return fork_fib(n - 1, self) + fork_fib(n - 2, self);
  }
  const std::uint64_t first = fork_fib(n - 1, self);
  if (owner.take_newest(&child, child.index)) [[likely]]
    return first + fork_fib(n - 2, self);
  await(child, self);
  return first + child.result;
}

using clock_type = std::chrono::steady_clock;

template <typename Body>
double nanoseconds(Body body) {
  const auto start = clock_type::now();
  body();
  return std::chrono::duration<double, std::nano>(clock_type::now() - start).count();
}

void expect(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "wrong: %s\n", what);
  std::exit(1);
}

double push_take(worker& self) {
  constexpr int burst = 16;
  constexpr int bursts = 500'000;
  record element{run_fib, 0};
  auto owner = self.tasks.get_owner();
  std::uint64_t out = 0;
  const double spent = nanoseconds([&] {
    for (int i = 0; i < bursts; ++i) {
      for (int k = 0; k < burst; ++k) static_cast<void>(owner.push(&element));
      for (int k = 0; k < burst; ++k) out += owner.take() == &element ? 1 : 0;
    }
  });
  expect(out == std::uint64_t{burst} * bursts, "push and take");
  return spent / (double{burst} * bursts);
}

struct figures {
  double median;
  double minimum;
};

figures of(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.front()};
}

unsigned number(int argc, char** argv, const char* name, unsigned otherwise) {
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], name) == 0) return static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
  }
  return otherwise;
}

void serve(worker& self, const wyn::sync::atomic<bool>& stop) {
  while (!stop.load(wyn::sync::relaxed<"benchmark.serve.stop">)) {
    if (!steal_one(self)) wyn::sync::yield_this_thread();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned n = number(argc, argv, "--n", 32);
  const unsigned rounds = number(argc, argv, "--rounds", 7);
  const unsigned thieves = number(argc, argv, "--thieves", 0);
  std::vector<worker> workers(thieves + 1);
  for (worker& one : workers) {
    for (worker& other : workers) {
      if (&one != &other) one.victims.push_back(&other);
    }
  }
  std::vector<double> plain, forked, pairs;
  const double calls = 2.0 * static_cast<double>(plain_fib(n + 1)) - 1.0;
  const std::uint64_t right = plain_fib(n);
  for (unsigned round = 0; round < rounds; ++round) {
    std::uint64_t result = 0;
    plain.push_back(nanoseconds([&] { result = plain_fib(n); }) / calls);
    expect(result == right, "the plain fib");
    if (thieves == 0) pairs.push_back(push_take(workers[0]));
    wyn::sync::atomic<bool> stop{false};
    std::vector<wyn::sync::thread> threads;
    for (unsigned i = 1; i <= thieves; ++i) threads.emplace_back([&, i] { serve(workers[i], stop); });
    forked.push_back(nanoseconds([&] { result = fork_fib(n, workers[0]); }) / calls);
    stop.store(true, wyn::sync::relaxed<"benchmark.main.stop">);
    for (auto& thread : threads) thread.join();
    expect(result == right, "the forked fib");
  }
  const figures p = of(plain), f = of(forked);
  std::printf("fib(%u), %u thieves, ns per call, %u alternating rounds\n", n, thieves, rounds);
  std::printf("              median  minimum\n");
  std::printf("plain       %8.2f %8.2f\n", p.median, p.minimum);
  std::printf("fork        %8.2f %8.2f\n", f.median, f.minimum);
  std::printf("ratio       %8.2f %8.2f\n", f.median / p.median, f.minimum / p.minimum);
  if (!pairs.empty()) std::printf("push+take   %8.2f %8.2f\n", of(pairs).median, of(pairs).minimum);
  std::uint64_t stolen = 0, full = 0;
  for (const worker& one : workers) {
    stolen += one.stolen;
    full += one.full;
  }
  std::printf("stolen %llu, full %llu\n", static_cast<unsigned long long>(stolen),
              static_cast<unsigned long long>(full));
  return 0;
}
