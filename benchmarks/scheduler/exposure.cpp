// From a fork behind a leaf that makes no call to its start on another worker: 1,000 trials with that worker parked at
// first, and 1,000 with it searching.
//
//   exposure [TIMES the whole, 1 by default]
#include "stress/scheduler/exposure.hpp"

#include "benchmarks/scheduler/measure.hpp"

namespace wyn::benchmarks {
namespace {

void judge(const std::string& thief, const stress::exposure_times& took) {
  hold(thief + " thief, median us", took.median, 100);
  hold(thief + " thief, p99 us", took.p99, 5000);
  std::printf("       longest %.1f us\n", took.longest);
}

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  using namespace wyn::benchmarks;
  for (int left = argument(argc, argv, 1); left > 0; --left) {
    judge("parked", wyn::stress::expose_to_parked_thief());
    judge("searching", wyn::stress::expose_to_searching_thief());
  }
  return 0;
}
