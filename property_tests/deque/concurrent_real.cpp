// Random programs on real threads; every execution's history is judged.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <barrier>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "property_tests/deque/linearizability.hpp"
#include "property_tests/deque/play.hpp"
#include "property_tests/deque/program_gen.hpp"
#include "property_tests/main.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/random.hpp"
#include "wyn/sync/thread.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

/// Plays one program again and again. The calling thread is the owner; the thieves live as long as the
/// object.
template <typename Deque>
class repeated_execution {
 public:
  explicit repeated_execution(const program& played)
      : played_(played), gate_(static_cast<std::ptrdiff_t>(played.words.size())) {
    for (unsigned i = 1; i < played.words.size(); ++i) thieves_.emplace_back([this, i] { be_thief(i); });
  }

  ~repeated_execution() {
    current_.reset();
    gate_.arrive_and_wait();
  }

  repeated_execution(const repeated_execution&) = delete;
  repeated_execution& operator=(const repeated_execution&) = delete;

  const history& play_once() {
    current_ = std::make_unique<execution<Deque>>(played_);
    current_->prologue();
    gate_.arrive_and_wait();
    meet(0);
    current_->thread(0);
    gate_.arrive_and_wait();
    current_->epilogue();
    return current_->told();
  }

 private:
  void be_thief(unsigned index) {
    for (;;) {
      gate_.arrive_and_wait();
      if (!current_) return;
      meet(index);
      current_->thread(index);
      gate_.arrive_and_wait();
    }
  }

  // A barrier lets its threads go one after the other, further apart than a program lasts. So they wait for each other
  // once more without sleeping, and then for a random moment, so that any of them may be the first to act.
  void meet(unsigned thread) {
    const unsigned all_of_them =
        (met_.fetch_add(1, sync::relaxed<"properties.meet.arrive">) / thread_count() + 1) * thread_count();
    for (unsigned turns = 1; met_.load(sync::relaxed<"properties.meet.wait">) < all_of_them; ++turns) {
      if (turns % 256 == 0) sync::yield_this_thread();
    }
    for (std::uint32_t left = delays_[thread].below(128); left > 0; --left) static_cast<void>(delays_[thread].next());
  }

  [[nodiscard]] unsigned thread_count() const { return static_cast<unsigned>(played_.words.size()); }

  const program& played_;
  std::barrier<> gate_;
  std::unique_ptr<execution<Deque>> current_;  // written between two passages of the gate
  sync::atomic<unsigned> met_{0};              // so many threads have met, in all executions
  sync::random delays_[history::thread_limit]{sync::random{1}, sync::random{2}, sync::random{3}, sync::random{4}};
  std::vector<sync::thread> thieves_;
};

/// How often one program is executed. The time ends it on a busy machine, where its threads wait long to meet.
struct effort {
  unsigned executions;
  std::chrono::milliseconds time;
};

// A race that needs luck may hide from a smaller program, so shrinking tries harder than searching.
constexpr effort searching{400, std::chrono::milliseconds{15}};
constexpr effort shrinking{10000, std::chrono::milliseconds{400}};

// `Play` is made from a program, and its play_once() gives the history of one execution.
template <typename Play>
std::string failure_within(const program& played, effort most, unsigned& executions) {
  static linearizability_checker checker;
  Play repeated(played);
  const auto end = sync::now() + most.time;
  for (unsigned i = 0; i < most.executions && (i == 0 || sync::now() < end); ++i) {
    const history& told = repeated.play_once();
    ++executions;
    if (const char* const complaint = checker.complaint(told)) return complaint + ('\n' + to_text(told));
  }
  return "";
}

template <typename Bounded, typename Unbounded>
void expect_histories_are_allowed(const char* property) {
  effort most = searching;
  unsigned executions = 0;
  const bool held = holds_for_programs(property, [&](const program& played) {
    const std::string failure = played.bounded ? failure_within<Bounded>(played, most, executions)
                                               : failure_within<Unbounded>(played, most, executions);
    if (!failure.empty()) most = shrinking;
    return failure;
  });
  EXPECT_TRUE(held) << property << ": a history is not allowed";
  std::printf("%u executions were judged\n", executions);
}

TEST(deque_concurrent, every_history_on_real_threads_is_allowed) {
  expect_histories_are_allowed<repeated_execution<bounded_deque<std::uint64_t>>,
                               repeated_execution<deque<std::uint64_t>>>("deque: histories on real threads");
}

// Whatever the program, an element is pushed and does not come out.
class losing_execution {
 public:
  explicit losing_execution(const program&) {
    told_.logs[0].add({event::pushed, 1, 1, 2});
    told_.logs[0].add({event::took_none, 0, 3, 4});
  }
  [[nodiscard]] const history& play_once() const { return told_; }

 private:
  history told_;
};

// The way from an execution to the verdict: the test above is red if a history is not allowed.
TEST(deque_concurrent, a_history_that_is_not_allowed_fails) {
  const char* const property = "deque: a loss, which must be found";
  EXPECT_NONFATAL_FAILURE((expect_histories_are_allowed<losing_execution, losing_execution>(property)),
                          "a history is not allowed");
}

}  // namespace

}  // namespace wyn::properties
