// A worker that has no memory, not for what it throws either, ends what was stopped all the same.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <stop_token>

#include "stress/sanitizer.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/future.hpp"

#if !WYN_ADDRESS_SANITIZER && !WYN_THREAD_SANITIZER  // which have their own operator new

namespace {

thread_local bool refuses = false;
std::atomic<unsigned> refusals{0};

}  // namespace

// The program's own, which the standard library uses too.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (refuses) ++refusals;
  void* const memory = refuses ? nullptr : std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

namespace wyn::stress {
namespace {

TEST(scheduler_cancellation, without_memory) {
  const deadline limit("stops without memory");
  scheduler workers({.workers = 1});
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  workers.spawn([&] {
    begun = true;
    until(over);
    refuses = true;
  });
  until(begun);
  std::stop_source stop;
  future<void> stopped = async(workers, stop.get_token(), [] {});
  future<int> left = async(workers, stop.get_token(), [] { return 1; });
  workers.spawn([] { refuses = false; });
  stop.request_stop();
  left = {};
  over = true;
  EXPECT_THROW(stopped.get(), tasks_cancelled);
  workers.shutdown();
  EXPECT_EQ(refusals, 0U);
}

}  // namespace
}  // namespace wyn::stress

#endif
