// fib(35) with a fork in every call, no cut-off, against the plain call; and on two workers against two serial copies.
//
//   fib [ROUNDS]
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <thread>

#include "benchmarks/scheduler/measure.hpp"
#include "benchmarks/scheduler/plain_fib.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::benchmarks {
namespace {

[[gnu::noinline]] long fib(int n) {
  if (n < 2) return n;
  long left = 0;
  long right = 0;
  // By value, so that a call that does not fork keeps n in its register.
  parallel_invoke([n, &left] { left = fib(n - 1); }, [n, &right] { right = fib(n - 2); });
  return left + right;
}

long tbb_fib(int n) {
  if (n < 2) return n;
  long left = 0;
  long right = 0;
  tbb::task_group group;
  group.run([&] { right = tbb_fib(n - 2); });
  left = tbb_fib(n - 1);
  group.wait();
  return left + right;
}

double per_call(clock_type::time_point start, long result) {
  const double spent = seconds_since(start);
  expect(result == fib_result, "fib");
  return spent * 1e9 / fib_calls;
}

// From a thread that sleeps meanwhile.
double on_workers(unsigned workers) {
  scheduler some({.workers = workers, .attachable = 0});
  long result = 0;
  task_group group(some);
  const auto start = clock_type::now();
  group.spawn([&result] { result = fib(fib_argument); });
  group.wait();
  return per_call(start, result);
}

// The calling thread is one of the two, as in oneTBB's arena. A thread more than processors, of which one is about to
// sleep, has the kernel now and then put both workers on one processor until its next tick.
double here_and_on_a_worker() {
  scheduler some({.workers = 1});
  const auto here = some.attach();
  const auto start = clock_type::now();
  const long result = fib(fib_argument);
  return per_call(start, result);
}

double on_tbb(int threads) {
  tbb::task_arena arena(threads);
  arena.initialize();
  long result = 0;
  const auto start = clock_type::now();
  arena.execute([&result] { result = tbb_fib(fib_argument); });
  return per_call(start, result);
}

double on_one_worker() {
  const on_one_processor here;
  return on_workers(1);
}

double plain() {
  const on_one_processor here;
  const auto start = clock_type::now();
  return per_call(start, plain_fib(fib_argument));
}

// Half of what two copies take side by side: what two workers could reach.
double two_copies() {
  long other = 0;
  const auto start = clock_type::now();
  std::thread beside([&other] { other = plain_fib(fib_argument); });
  const long here = plain_fib(fib_argument);
  beside.join();
  expect(here == other, "fib");
  return per_call(start, here) / 2;
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  const int rounds = argument(argc, argv, 7);
  std::vector<subject> all{{"plain call", plain},
                           {"two serial copies, per call", two_copies},
                           {"wyn, 1 worker", on_one_worker},
                           {"wyn, 2 workers", here_and_on_a_worker},
                           {"wyn, 2 workers, main sleeps", [] { return on_workers(2); }},
                           {"oneTBB task_group, 1 thread", [] { return on_tbb(1); }},
                           {"oneTBB task_group, 2 threads", [] { return on_tbb(2); }}};
  alternate(all, rounds);
  print(all, "ns per call");
  const double copies = all[1].taken.median() / all[0].taken.median();
  const double two = all[3].taken.median() / all[2].taken.median();
  std::printf("two serial copies reach %.3fx of one, two workers %.3fx of one worker\n", copies, two);
  hold("one worker against the plain call", all[2].taken.median() / all[0].taken.median(), 2.9);
  hold("two workers against one", two, std::max(0.57, 1.15 * copies));
  return 0;
}
